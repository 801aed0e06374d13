using CsCheck;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Display;

public class CanvasTests
{
    [Fact]
    public void A_new_canvas_is_sent_whole_and_then_nothing_is_left()
    {
        Canvas canvas = new();
        PanelModel panel = new();
        canvas.FlushTo(panel);
        Assert.Equal((1024, 3), (panel.SentBytes, panel.Commands));
        Assert.False(canvas.IsDirty);
        canvas.FlushTo(panel);
        Assert.Equal((1024, 3), (panel.SentBytes, panel.Commands));
    }

    [Fact]
    public void Only_the_columns_of_a_glyph_are_sent()
    {
        Canvas canvas = Clean(out PanelModel panel);
        canvas.DrawGlyph(SmallFont.Font, 'A', 30, 3);
        Assert.Equal(30, canvas.FirstDirty(3));
        Assert.Equal(36, canvas.EndDirty(3));
        Assert.True(canvas.IsDirty);
        for (int row = 0; row < Canvas.Rows; row++)
        {
            Assert.Equal(row == 3, canvas.EndDirty(row) > 0);
        }

        canvas.FlushTo(panel);
        Assert.Equal(6, panel.SentBytes);
        Assert.Equal(canvas.Pixels, panel.Picture(1));
    }

    [Fact]
    public void Two_changes_in_a_row_are_sent_with_what_is_between()
    {
        Canvas canvas = Clean(out PanelModel panel);
        canvas.Fill(7, 100, 104, 0xFF);
        canvas.Fill(7, 10, 12, 0x0F);
        Assert.Equal(10, canvas.FirstDirty(7));
        Assert.Equal(104, canvas.EndDirty(7));
        canvas.FlushTo(panel);
        Assert.Equal(94, panel.SentBytes);
    }

    [Fact]
    public void A_large_digit_covers_three_rows()
    {
        Canvas canvas = Clean(out _);
        int after = canvas.DrawGlyph(LargeDigits.Font, '8', 15, 1);
        Assert.Equal(30, after);
        for (int row = 1; row <= 3; row++)
        {
            Assert.Equal(15, canvas.FirstDirty(row));
            Assert.Equal(30, canvas.EndDirty(row));
        }

        Assert.Equal(21, canvas.DrawGlyph(LargeDigits.Font, '.', 15, 1));
    }

    [Fact]
    public void What_of_a_text_would_stand_outside_is_left_out()
    {
        Canvas canvas = new();
        canvas.DrawText(SmallFont.Font, new string('8', 30), 0, 7);
        Assert.Equal(21, Enumerable.Range(0, 21).Count(place => canvas.Pixels[(7 * Canvas.Width) + (place * 6)] != 0));
        Assert.Equal([0, 0], canvas.Pixels[^2..]);
    }

    [Fact]
    public void Whatever_is_drawn_and_set_the_panel_shows_it()
    {
        Gen<(int Row, int Column, int Count, byte Pattern, int Shift, int Settings)[]> runs =
            Gen.Select(Gen.Int[0, 7], Gen.Int[0, 124], Gen.Int[1, 125], Gen.Byte, Gen.Int[0, 8], Gen.Int[0, 7]).Array[1, 20];
        runs.Sample(
            steps =>
            {
                Canvas canvas = new();
                PanelModel panel = new();
                foreach ((int row, int column, int count, byte pattern, int shift, int settings) in steps)
                {
                    canvas.Fill(row, column, Math.Min(column + count, Canvas.UsedWidth), pattern);
                    if (shift is >= 1 and <= Canvas.MostShiftColumns)
                    {
                        canvas.ShiftColumns = shift;
                    }
                    else if (shift == 8)
                    {
                        // A display that comes back has forgotten everything.
                        panel = new PanelModel();
                        canvas.MarkAll();
                    }

                    canvas.Inverted = (settings & 1) != 0;
                    canvas.Dimmed = (settings & 2) != 0;
                    canvas.ShiftLines = settings >> 2;
                    canvas.FlushTo(panel);
                    Assert.Equal((canvas.Inverted, canvas.Dimmed, canvas.ShiftLines), (panel.IsInverted, panel.IsDimmed, panel.Lines));
                    for (int i = 0; i < panel.Memory.Length; i++)
                    {
                        int from = (i % 128) - canvas.ShiftColumns;
                        Assert.Equal(from < 0 ? 0 : canvas.Pixels[i - canvas.ShiftColumns], panel.Memory[i]);
                    }
                }
            },
            iter: Effort.Of(50, 200));
    }

    [Fact]
    public void Bars_are_as_high_as_their_values_and_hang_from_the_line_when_below_zero()
    {
        const int Column = 7;
        const int Pitch = 5;
        const int Width = 3;
        Gen.Select(Gen.Int[-1_000_000_000, 1_000_000_000].Array[1, 24], Gen.Int[8, 20], Gen.Int[24, 63], Gen.Bool).Sample(
            (values, top, bottom, isPositive) =>
            {
                values = isPositive ? [.. values.Select(Math.Abs)] : values;
                Canvas canvas = new();
                canvas.DrawBars(values, 0, Column, Pitch, Width, top, bottom);
                long lowest = Math.Min(0, values.Min());
                double perLine = Math.Max(1, Math.Max(0, values.Max()) - lowest) / (double)(bottom - top);
                int zero = Lit(canvas, Column + Width).SingleOrDefault((int)Math.Round(bottom + (lowest / perLine)));
                Assert.InRange(zero - (bottom + (lowest / perLine)), -1e-9, 1 + 1e-9);
                for (int column = 0; column < Canvas.Width; column++)
                {
                    List<int> lit = Lit(canvas, column);
                    int bar = (column - Column) / Pitch;
                    bool isInside = column >= Column && column < Column + ((values.Length - 1) * Pitch) + Width;
                    if (!isInside)
                    {
                        Assert.Empty(lit);
                    }
                    else if ((column - Column) % Pitch >= Width)
                    {
                        Assert.Equal([zero], lit);
                    }
                    else
                    {
                        int end = values[bar] < 0 ? lit[^1] : lit[0];
                        Assert.Equal(zero, values[bar] < 0 ? lit[0] : lit[^1]);
                        Assert.InRange(zero - end - (values[bar] / perLine), -1 - 1e-9, 1 + 1e-9);
                        Assert.Equal(Math.Abs(zero - end) + 1, lit.Count);
                        Assert.InRange(end, top, bottom);
                    }
                }
            },
            iter: Effort.Of(100, 500));
    }

    [Fact]
    public void The_line_across_bars_is_dotted_dark_where_they_are_light()
    {
        Canvas canvas = new();
        canvas.DrawBars([300, 100], 200, 0, 4, 3, 8, 38);
        Assert.Equal([.. Enumerable.Range(8, 10), .. Enumerable.Range(19, 20)], Lit(canvas, 0));
        Assert.Equal(Enumerable.Range(8, 31), Lit(canvas, 1));
        Assert.Equal([18, .. Enumerable.Range(28, 11)], Lit(canvas, 4));
        Assert.Equal([38], Lit(canvas, 3));
    }

    [Fact]
    public void Bars_of_nothing_are_a_line()
    {
        Canvas canvas = new();
        canvas.DrawBars(new int[12], 0, 0, 8, 5, 10, 45);
        Assert.All(Enumerable.Range(0, 93), column => Assert.Equal([45], Lit(canvas, column)));
    }

    [Fact]
    public void Inverting_and_dimming_send_no_pixels()
    {
        Canvas canvas = Clean(out PanelModel panel);
        canvas.Inverted = true;
        canvas.Dimmed = true;
        canvas.ShiftLines = 2;
        Assert.True(canvas.IsDirty);
        canvas.FlushTo(panel);
        Assert.Equal(0, panel.SentBytes);
        Assert.True(panel.IsInverted);
        Assert.True(panel.IsDimmed);
        Assert.Equal(2, panel.Lines);
        Assert.False(canvas.IsDirty);

        // Nor does it send anything to set what is set already.
        (canvas.Inverted, canvas.Dimmed, canvas.ShiftLines, canvas.ShiftColumns) = (true, true, 2, 1);
        Assert.False(canvas.IsDirty);
    }

    [Fact]
    public void A_display_that_was_off_gets_everything_again()
    {
        Canvas canvas = Clean(out _);
        canvas.DrawText(SmallFont.Font, "¼ Σ € ↑↓→← ²³·° ✓✗", 0, 0);
        canvas.Inverted = true;
        canvas.MarkAll();
        PanelModel fresh = new();
        canvas.FlushTo(fresh);
        Assert.Equal(canvas.Pixels, fresh.Picture(1));
        Assert.True(fresh.IsInverted);
    }

    [Fact]
    public void A_glyph_that_a_font_lacks_is_blank()
    {
        Canvas canvas = new();
        canvas.DrawGlyph(LargeDigits.Font, Glyph.Euro, 0, 0);
        canvas.DrawGlyph(MediumFont.Font, 'q', 20, 0);
        Assert.All(canvas.Pixels, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Every_glyph_of_the_small_font_looks_different_but_O_and_0()
    {
        HashSet<string> looks = [];
        for (int code = Glyph.First; code <= '~'; code++)
        {
            Canvas canvas = new();
            canvas.DrawGlyph(SmallFont.Font, code, 0, 0);
            Assert.True(looks.Add(Convert.ToHexString(canvas.Pixels, 0, 6)) || code == 'O', "code " + code);
        }
    }

    private static List<int> Lit(Canvas canvas, int column) =>
        [.. Enumerable.Range(0, 64).Where(line => (canvas.Pixels[(line / 8 * Canvas.Width) + column] & (1 << (line % 8))) != 0)];

    private static Canvas Clean(out PanelModel panel)
    {
        Canvas canvas = new();
        panel = new PanelModel();
        canvas.FlushTo(panel);
        panel.SentBytes = 0;
        return canvas;
    }
}
