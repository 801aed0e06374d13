using MeterFirmware.Companion.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>One picture of the dashboard: lines of styled text, exactly as many and as wide as the screen has.</summary>
internal sealed class Frame
{
    private Frame(List<IReadOnlyList<Segment>> lines)
    {
        Lines = lines;
    }

    /// <summary>The lines from top to bottom.</summary>
    public IReadOnlyList<IReadOnlyList<Segment>> Lines { get; }

    /// <summary>Draws a renderable.</summary>
    /// <param name="picture">What to draw.</param>
    /// <param name="console">Tells what the terminal can do.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static Frame Draw(IRenderable picture, IAnsiConsole console, int width, int height)
    {
        RenderOptions options = RenderOptions.Create(console) with
        {
            ConsoleSize = new Size(width, height),
            Height = height,
        };
        List<SegmentLine> lines = Segment.SplitLines(picture.Render(options, width), width);
        List<IReadOnlyList<Segment>> kept = [];
        for (int i = 0; i < height && i < lines.Count; i++)
        {
            kept.Add(Joined(lines[i]));
        }

        return new Frame(kept);
    }

    // Neighbours of one style become one segment: markup comes word by word.
    private static List<Segment> Joined(SegmentLine line)
    {
        List<Segment> joined = [];
        foreach (Segment segment in line.Select(Harmless.Segment))
        {
            if (joined.Count > 0 && joined[^1].Style.Equals(segment.Style))
            {
                joined[^1] = new Segment(joined[^1].Text + segment.Text, segment.Style);
            }
            else
            {
                joined.Add(segment);
            }
        }

        return joined;
    }

    /// <summary>A line without its colours.</summary>
    /// <param name="row">0 is the top.</param>
    public string Text(int row) => string.Concat(Lines[row].Select(segment => segment.Text));

    /// <summary>Whether a line is the same as in another frame, colours included.</summary>
    /// <param name="row">0 is the top.</param>
    /// <param name="other">The other frame, or null.</param>
    public bool HasSameLine(int row, Frame? other)
    {
        if (other == null || row >= other.Lines.Count || other.Lines[row].Count != Lines[row].Count)
        {
            return false;
        }

        for (int i = 0; i < Lines[row].Count; i++)
        {
            Segment here = Lines[row][i];
            Segment there = other.Lines[row][i];
            if (here.Text != there.Text || !here.Style.Equals(there.Style))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The frame that every panel has: rounded, with its name in the border.</summary>
internal static class Framed
{
    /// <summary>Rows and columns that the frame takes on two sides together.</summary>
    public const int BorderRows = 2;

    /// <summary>Columns that the frame and its padding take on two sides together.</summary>
    public const int BorderColumns = 4;

    public static Panel Draw(string name, IRenderable content, int height, bool isAlarm = false) => new(content)
    {
        Header = new PanelHeader($" {(isAlarm ? $"[bold {Tone.Over}]{Markup.Escape(name)}[/]" : Markup.Escape(name))} "),
        Border = isAlarm ? BoxBorder.Heavy : BoxBorder.Rounded,
        BorderStyle = Style.Parse(isAlarm ? Tone.Over : "grey"),
        Padding = new Padding(1, 0),
        Expand = true,
        Height = height,
    };

    /// <summary>Lines of markup under each other, each cut at the panel's edge.</summary>
    public static IRenderable Lines(IEnumerable<string> lines) =>
        new Rows(lines.Select(line => new OneLine(line)));
}

/// <summary>Dims all that another renderable draws: it is old.</summary>
internal sealed class Faded(IRenderable inner) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (Segment segment in inner.Render(options, maxWidth))
        {
            yield return segment.IsControlCode || segment.IsLineBreak
                ? segment
                : new Segment(segment.Text, new Style(segment.Style.Foreground, segment.Style.Background, segment.Style.Decoration | Decoration.Dim));
        }
    }
}

/// <summary>Markup on one line, cut at the edge instead of going on below.</summary>
internal sealed class OneLine(string markup) : IRenderable
{
    private const int WiderThanAnyScreen = 1000;
    private const string Ellipsis = "…";

    private readonly IRenderable _inner = new Markup(markup.Length == 0 ? " " : markup);

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
