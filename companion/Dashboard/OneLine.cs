using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Markup on one line, cut at the edge instead of going on below.</summary>
internal sealed class OneLine(string markup) : IRenderable
{
    private const int WiderThanAnyScreen = 1000;
    private const string Ellipsis = "…";

    private readonly IRenderable _inner = new Markup(markup.Length == 0 ? " " : markup);

    /// <summary>Plain text that fits, cut likewise.</summary>
    /// <param name="text">The text.</param>
    /// <param name="columns">How many characters it may have, from 1 on.</param>
    public static string Cut(string text, int columns) => text.Length <= columns ? text : text[..(columns - 1)] + Ellipsis;

    public Measurement Measure(RenderOptions options, int maxWidth)
    {
        Measurement whole = _inner.Measure(options, WiderThanAnyScreen);
        return new Measurement(Math.Min(whole.Max, maxWidth), Math.Min(whole.Max, maxWidth));
    }

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        List<Segment> segments = [.. _inner.Render(options, WiderThanAnyScreen).Where(segment => !segment.IsLineBreak)];
        int width = segments.Sum(segment => segment.CellCount());
        int room = width > maxWidth ? maxWidth - 1 : maxWidth;
        foreach (Segment segment in segments)
        {
            string text = segment.Text[..Math.Min(segment.Text.Length, Math.Max(room, 0))];
            room -= segment.CellCount();
            if (text.Length > 0)
            {
                yield return new Segment(text, segment.Style);
            }
        }

        if (width > maxWidth)
        {
            yield return new Segment(Ellipsis);
        }
    }
}
