using MeterFirmware.Display;

namespace MeterFirmware.Tests.Display;

/// <summary>A display: its memory, and what an eye sees of it.</summary>
internal sealed class PanelModel : Panel
{
    public const int Height = 64;

    public byte[] Memory { get; } = new byte[Canvas.Width * Canvas.Rows];

    public bool IsInverted { get; private set; }

    public bool IsDimmed { get; private set; }

    public int Lines { get; private set; }

    public int SentBytes { get; set; }

    public int Commands { get; private set; }

    public override void Send(int row, int column, byte[] pixels, int offset, int count)
    {
        Assert.InRange(row, 0, Canvas.Rows - 1);
        Assert.InRange(column, 0, Canvas.Width - 1);
        Assert.InRange(count, 1, Canvas.Width - column);
        Array.Copy(pixels, offset, Memory, (row * Canvas.Width) + column, count);
        SentBytes += count;
    }

    public override void Invert(bool isInverted) => (IsInverted, Commands) = (isInverted, Commands + 1);

    public override void Dim(bool isDimmed) => (IsDimmed, Commands) = (isDimmed, Commands + 1);

    public override void Move(int lines) => (Lines, Commands) = (lines, Commands + 1);

    /// <summary>The memory as a canvas has it that stands so many columns to the right; what is left of it must be blank.</summary>
    public byte[] Picture(int shiftColumns)
    {
        byte[] picture = new byte[Memory.Length];
        for (int i = 0; i < Memory.Length; i++)
        {
            if (i % Canvas.Width >= shiftColumns)
            {
                picture[i - shiftColumns] = Memory[i];
            }
            else
            {
                Assert.Equal(0, Memory[i]);
            }
        }

        return picture;
    }

    /// <summary>Row by row, true is light.</summary>
    public bool[] Seen()
    {
        bool[] seen = new bool[Canvas.Width * Height];
        for (int y = 0; y < Height; y++)
        {
            int line = (y + Height - Lines) % Height;
            for (int x = 0; x < Canvas.Width; x++)
            {
                bool isSet = (Memory[(line / 8 * Canvas.Width) + x] & (1 << (line % 8))) != 0;
                seen[(y * Canvas.Width) + x] = isSet != IsInverted;
            }
        }

        return seen;
    }
}
