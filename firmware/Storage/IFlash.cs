namespace MeterFirmware.Storage;

/// <summary>Small files that survive a power cut of the device. A write that is interrupted leaves any part of the new bytes, or the old file.</summary>
public interface IFlash
{
    /// <summary>Reads a file.</summary>
    /// <param name="name">Its name without folder, for instance <c>rates.json</c>.</param>
    /// <param name="buffer">Is filled from index 0.</param>
    /// <returns>
    /// Bytes read; <see cref="NotRead.Missing"/> when there is no such file; <see cref="NotRead.Unreadable"/> when it does not fit
    /// the buffer, or cannot be read. Both are negative.
    /// </returns>
    int Read(string name, byte[] buffer);

    /// <summary>Replaces a file.</summary>
    /// <param name="name">Its name without folder.</param>
    /// <param name="buffer">The bytes, from index 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>False when it could not be written.</returns>
    bool Write(string name, byte[] buffer, int count);

    /// <summary>Removes a file; one that is not there is no trouble.</summary>
    /// <param name="name">Its name without folder.</param>
    void Delete(string name);
}
