namespace MeterFirmware.Display;

/// <summary>A display of 128 x 64 pixels to which a <see cref="Canvas"/> is sent; an SSD1306 has a command for each method.</summary>
public abstract class Panel
{
    /// <summary>Writes columns of eight pixels side by side.</summary>
    /// <param name="row">The row of eight pixels, 0 (top) to 7.</param>
    /// <param name="column">The first column, 0 to 127.</param>
    /// <param name="pixels">Where the columns are; bit 0 is the topmost pixel.</param>
    /// <param name="offset">The first of them.</param>
    /// <param name="count">How many, 1 to 128; they end within the row.</param>
    public abstract void Send(int row, int column, byte[] pixels, int offset, int count);

    /// <summary>Swaps light and dark on the whole display (commands A6h and A7h).</summary>
    /// <param name="isInverted">Whether dark is light.</param>
    public abstract void Invert(bool isInverted);

    /// <summary>Sets the brightness (command 81h).</summary>
    /// <param name="isDimmed">Whether it is night.</param>
    public abstract void Dim(bool isDimmed);

    /// <summary>Moves the picture downwards; what falls out below comes in above (commands 40h to 7Fh: 40h + (64 - lines) % 64).</summary>
    /// <param name="lines">By how many lines of pixels, 0 to 4.</param>
    public abstract void Move(int lines);
}
