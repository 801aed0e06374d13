using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Terminal;

/// <summary>
/// The way of all text to the terminal: characters that steer it, or turn the direction of what follows, are written out as
/// <c>\u202E</c>, as they may come from a file, a telegram or a broker. JSON stays JSON by that.
/// </summary>
internal static class Harmless
{
    /// <summary>Makes both outputs of this program, and what Spectre draws, harmless from here on.</summary>
    public static void Begin()
    {
        // It keeps the output that is there now: what it draws itself steers the terminal.
        AnsiConsole.Console.Pipeline.Attach(new Hook());
        Console.SetOut(new Writer(Console.Out));
        Console.SetError(new Writer(Console.Error));
    }

    /// <summary>Writes out what could do harm; line ends and tabs stay.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same text when there is nothing in it.</returns>
    public static string Text(string text)
    {
        int first = 0;
        while (first < text.Length && !IsHarmful(text, first))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        StringBuilder shown = new(text, 0, first, text.Length + 8);
        for (int i = first; i < text.Length; i++)
        {
            _ = IsHarmful(text, i) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}") : shown.Append(text[i]);
        }

        return shown.ToString();
    }

    /// <summary>Writes out what could do harm in a piece of a drawing.</summary>
    /// <param name="segment">The piece; what steers the terminal by intention stays.</param>
    public static Segment Segment(Segment segment)
    {
        string text = segment.IsControlCode ? segment.Text : Text(segment.Text);
        return ReferenceEquals(text, segment.Text) ? segment : new Segment(text, segment.Style);
    }

    // A CR alone goes back to the start of a line that is already there.
    private static bool IsHarmful(ReadOnlySpan<char> text, int i) => text[i] switch
    {
        '\n' or '\t' => false,
        '\r' => i + 1 < text.Length && text[i + 1] != '\n',
        < ' ' => true,
        < '\u007F' => false,
        char c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    private sealed class Hook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new Drawing(renderable));
    }

    private sealed class Drawing(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Segment);
    }

    private sealed class Writer(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => inner.Write(Text(value.ToString()));

        public override void Write(char[] buffer, int index, int count) => inner.Write(Text(new string(buffer, index, count)));

        public override void Write(ReadOnlySpan<char> buffer) => inner.Write(Text(buffer.ToString()));

        public override void Write(string? value) => inner.Write(value == null ? null : Text(value));

        public override void Flush() => inner.Flush();
    }
}
