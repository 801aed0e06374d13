namespace MeterFirmware.Storage;

/// <summary>Why <see cref="IFlash.Read"/> gave no bytes.</summary>
public static class NotRead
{
    /// <summary>There is no such file.</summary>
    public const int Missing = -1;

    /// <summary>The file is there, and does not fit the buffer or cannot be read.</summary>
    public const int Unreadable = -2;
}
