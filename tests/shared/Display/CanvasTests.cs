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
        Assert.Equal(1024, panel.SentBytes);
        Assert.False(canvas.IsDirty);
        canvas.FlushTo(panel);
        Assert.Equal(1024, panel.SentBytes);
    }

    [Fact]
    public void Only_the_columns_of_a_glyph_are_sent()
    {
        Canvas canvas = Clean(out PanelModel panel);
        canvas.DrawGlyph(SmallFont.Font, 'A', 30, 3);
        Assert.Equal(30, canvas.FirstDirty(3));
        Assert.Equal(36, canvas.EndDirty(3));
        for (int row = 0; row < Canvas.Rows; row++)
        {
            Assert.Equal(row == 3, canvas.EndDirty(row) > 0);
        }

        canvas.FlushTo(panel);
        Assert.Equal(6, panel.SentBytes);
        Assert.Equal(canvas.Pixels, panel.Memory);
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
    public void Whatever_is_drawn_and_set_the_panel_shows_it()
    {
        Gen<(int Row, int Column, int Count, byte Pattern, int Shift, int Settings)[]> runs =
            Gen.Select(Gen.Int[0, 7], Gen.Int[0, 125], Gen.Int[1, 126], Gen.Byte, Gen.Int[0, 8], Gen.Int[0, 7]).Array[1, 20];
        runs.Sample(
            steps =>
            {
                Canvas canvas = new();
                PanelModel panel = new();
                foreach ((int row, int column, int count, byte pattern, int shift, int settings) in steps)
                {
                    canvas.Fill(row, column, Math.Min(column + count, Canvas.UsedWidth), pattern);
                    if (shift <= Canvas.MostShiftColumns)
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
    public void Inverting_and_dimming_send_no_pixels()
    {
        Canvas canvas = Clean(out PanelModel panel);
        canvas.Inverted = true;
        canvas.Dimmed = true;
        canvas.ShiftLines = 1;
        Assert.True(canvas.IsDirty);
        canvas.FlushTo(panel);
        Assert.Equal(0, panel.SentBytes);
        Assert.True(panel.IsInverted);
        Assert.True(panel.IsDimmed);
        Assert.Equal(1, panel.Lines);
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
        Assert.Equal(canvas.Pixels, fresh.Memory);
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

    private static Canvas Clean(out PanelModel panel)
    {
        Canvas canvas = new();
        panel = new PanelModel();
        canvas.FlushTo(panel);
        panel.SentBytes = 0;
        return canvas;
    }
}
