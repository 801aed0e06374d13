using MeterFirmware.Json;
using MeterFirmware.State;

namespace MeterFirmware.Storage;

/// <summary>The first bytes of a file, through a window that others use too: each must <see cref="ByteSource.Forget"/> what the others left in it.</summary>
internal sealed class FlashSource : ByteSource
{
    private readonly FlashWindow _window;
    private readonly string _name;

    /// <summary>Looks into a file.</summary>
    /// <param name="window">Holds a part of them.</param>
    /// <param name="name">Its name.</param>
    /// <param name="length">How many of its bytes are looked at.</param>
    internal FlashSource(FlashWindow window, string name, int length)
        : base(length, window.Bytes)
    {
        _window = window;
        _name = name;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The flash does not give them.</exception>
    protected override void Fill(int position, int count)
    {
        if (!_window.Read(_name, position, Window, count))
        {
            throw new InvalidInputException("", 1, 1, "it cannot be read");
        }
    }
}
