using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MeterFirmware.Tests.Mqtt;

/// <summary>A table of a document; of a cell its words and code, of a link its words.</summary>
internal sealed record DocumentTable(string[] Headers, List<string[]> Rows)
{
    public int Column(string header) => Array.IndexOf(Headers, header);
}

/// <summary>A document of this project: its sections, tables and code, as a reader sees them.</summary>
/// <param name="name">Its path from the root.</param>
internal sealed class Document(string name)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly string _path = Repository.File(name.Split('/'));
    private string? _text;

    /// <summary>Every document, by its path from the root.</summary>
    public static string[] All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !Regex.IsMatch(path, @"(^|/)(bin|obj|node_modules|TestResults|BenchmarkDotNet\.Artifacts|\.\w+)/"))
            .Order(StringComparer.Ordinal),
    ];

    public string Folder => Path.GetDirectoryName(_path)!;

    public string Text => _text ??= File.ReadAllText(_path).ReplaceLineEndings("\n");

    /// <summary>Code within text, table rows included.</summary>
    public IEnumerable<string> InlineCode => Codes(Text);

    /// <summary>What links and pictures point to.</summary>
    public IEnumerable<string> Targets => Parse(Text).Descendants<LinkInline>().Select(link => link.Url!);

    /// <summary>What can stand behind a # in a link here.</summary>
    public IEnumerable<string> Anchors => Parse(Text).Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id!);

    /// <summary>A section from its heading to the next.</summary>
    public string Section(string heading) =>
        Assert.Single(Sections(Text, 2), section => section.Heading == heading).Text;

    /// <summary>The sections of a level, each from behind its heading to the next heading of that level or a higher one.</summary>
    public static IEnumerable<(string Heading, string Text)> Sections(string text, int level)
    {
        HeadingBlock[] headings = [.. Parse(text).OfType<HeadingBlock>().Where(heading => heading.Level <= level)];
        return headings.Zip([.. headings.Skip(1).Select(next => next.Span.Start), text.Length])
            .Where(pair => pair.First.Level == level)
            .Select(pair => (Words(pair.First.Inline!), text[(pair.First.Span.End + 1)..pair.Second]));
    }

    /// <summary>The tables of a text, in their order.</summary>
    public static List<DocumentTable> Tables(string text) =>
    [
        .. Parse(text).Descendants<Table>().Select(table => table.Cast<TableRow>().Select(row => row.Cast<TableCell>().Select(CellText).ToArray()).ToList())
            .Select(rows => new DocumentTable(rows[0], rows[1..])),
    ];

    /// <summary>The rows of all tables whose first column has this heading, each a cell by column.</summary>
    public static Dictionary<string, string>[] Rows(string text, string firstColumn) =>
    [
        .. Tables(text).Where(table => table.Headers[0] == firstColumn)
            .SelectMany(table => table.Rows.Select(row => table.Headers.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))),
    ];

    /// <summary>The code of some languages, block by block.</summary>
    public static string[] Blocks(string text, params string[] languages) =>
        [.. Parse(text).Descendants<FencedCodeBlock>().Where(block => languages.Contains(block.Info)).Select(block => block.Lines.ToString() + "\n")];

    /// <summary>The words of a text that are code.</summary>
    public static string[] Codes(string text) => [.. Parse(text).Descendants<CodeInline>().Select(code => code.Content)];

    /// <summary>The fields that a text tells of, in its tables and its examples.</summary>
    public static HashSet<string> Fields(string text) =>
    [
        .. Rows(text, "Field").SelectMany(row => Codes(row["Field"])),
        .. Rows(text, "Event").SelectMany(row => Codes(row["With"])),
        .. Blocks(text, "json").SelectMany(block => Regex.Matches(block, @"""(\w+)"": ")).Select(member => member.Groups[1].Value),
    ];

    /// <summary>Puts another example into a section.</summary>
    public void ReplaceExample(string heading, string json)
    {
        string section = Section(heading);
        _text = Text.Replace(section, section.Replace(Assert.Single(Blocks(section, "json")), json));
        File.WriteAllText(_path, Text);
    }

    private static MarkdownDocument Parse(string text) => Markdown.Parse(text, Pipeline);

    private static string CellText(TableCell cell) => string.Concat(cell.OfType<ParagraphBlock>().Select(paragraph => Words(paragraph.Inline!)));

    private static string Words(ContainerInline inlines) => string.Concat(inlines.Select(inline => inline switch
    {
        CodeInline code => $"`{code.Content}`",
        EmphasisInline emphasis => new string(emphasis.DelimiterChar, emphasis.DelimiterCount) + Words(emphasis) + new string(emphasis.DelimiterChar, emphasis.DelimiterCount),
        ContainerInline inner => Words(inner),
        _ => inline.ToString(),
    }));
}
