using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>Puts one background behind all that another renderable draws.</summary>
internal sealed class Tinted(IRenderable inner, Color foreground, Color background) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (Segment segment in inner.Render(options, maxWidth))
        {
            yield return segment.IsControlCode || segment.IsLineBreak
                ? segment
                : new Segment(segment.Text, new Style(foreground, background, segment.Style.Decoration));
        }
    }
}
