using MeterFirmware.Pc;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Device;

/// <summary>The device's display in a terminal: two pixels to a character, one above the other, so that they come out square.</summary>
internal sealed class OledView(Oled oled) : IRenderable
{
    /// <summary>Characters across.</summary>
    public const int Columns = 128;

    /// <summary>Characters down.</summary>
    public const int Rows = 32;

    private static readonly Color Lit = new(170, 220, 255);
    private static readonly Color Dark = new(8, 12, 20);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Columns, Columns);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        for (int row = 0; row < Rows; row++)
        {
            int start = 0;
            for (int column = 1; column <= Columns; column++)
            {
                if (column == Columns || Pair(column, row) != Pair(start, row))
                {
                    (bool upper, bool lower) = Pair(start, row);
                    yield return new Segment(
                        new string('▀', column - start),
                        new Style(upper ? Lit : Dark, lower ? Lit : Dark));
                    start = column;
                }
            }

            yield return Segment.LineBreak;
        }
    }

    private (bool Upper, bool Lower) Pair(int column, int row) => (oled.Pixel(column, 2 * row), oled.Pixel(column, (2 * row) + 1));
}
