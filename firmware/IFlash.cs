namespace MeterFirmware;

/// <summary>
/// Small files that survive a power cut of the device, read and written in parts. A write that is interrupted leaves any part of the
/// new bytes, or the old file. No exception comes out.
/// </summary>
public interface IFlash
{
    /// <summary>Looks for a file.</summary>
    /// <param name="name">Its name without folder, for instance <c>rates.json</c>.</param>
    /// <returns>Its bytes; -1 when there is no such file; <see cref="int.MaxValue"/> when it is there and cannot be looked at.</returns>
    int Length(string name);

    /// <summary>Reads a part of a file.</summary>
    /// <param name="name">Its name without folder.</param>
    /// <param name="position">The first byte.</param>
    /// <param name="buffer">Is filled from index 0.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>False when they cannot be read, all of them.</returns>
    bool Read(string name, int position, byte[] buffer, int count);

    /// <summary>Begins to replace a file; it is replaced when <see cref="Finish"/> says so. One that was begun before is given up.</summary>
    /// <param name="name">Its name without folder.</param>
    void Create(string name);

    /// <summary>Writes the next bytes.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many.</param>
    void Append(byte[] bytes, int offset, int count);

    /// <summary>Ends what <see cref="Create"/> began.</summary>
    /// <returns>False when not all of it could be written.</returns>
    bool Finish();

    /// <summary>Removes a file; one that is not there is no trouble.</summary>
    /// <param name="name">Its name without folder.</param>
    void Delete(string name);
}
