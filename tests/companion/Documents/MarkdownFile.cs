using System.Text.RegularExpressions;
using MeterFirmware.Tests;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>A document of this repository, as far as tests look into it.</summary>
internal sealed partial class MarkdownFile
{
    private static readonly string[] NotOurs = ["bin", "obj", ".git", ".vs", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    private readonly List<CodeBlock> _blocks = [];
    private readonly List<string> _text = [];

    public MarkdownFile(string name)
    {
        Name = name;
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, name));
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                _text.Add(lines[i]);
                continue;
            }

            string language = lines[i][3..].Trim();
            int start = i + 1;
            i = Array.FindIndex(lines, start, line => line.StartsWith("```", StringComparison.Ordinal));
            _blocks.Add(new CodeBlock(language, lines[start..i]));
        }
    }

    /// <summary>Every document, by its path from the root.</summary>
    public static string[] All { get; } =
        [.. Walk(Repository.Root, "*.md").Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public string Folder => Path.GetDirectoryName(Path.Combine(Repository.Root, Name))!;

    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    /// <summary>The lines outside blocks.</summary>
    public IReadOnlyList<string> Text => _text;

    /// <summary>Code within text, table rows included.</summary>
    public IEnumerable<string> InlineCode => _text.SelectMany(Codes);

    /// <summary>What links and pictures point to.</summary>
    public IEnumerable<string> Targets => _text.SelectMany(line => Link().Matches(InlineCodePattern().Replace(line, "")).Select(link => link.Groups["target"].Value));

    /// <summary>What can stand behind a # in a link here, as GitHub makes it of headings.</summary>
    public HashSet<string> Anchors
    {
        get
        {
            HashSet<string> anchors = [];
            foreach (string heading in _text.Select(line => Heading().Match(line)).Where(match => match.Success).Select(match => match.Groups["title"].Value))
            {
                string words = NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');
                string anchor = words;
                for (int i = 1; !anchors.Add(anchor); i++)
                {
                    anchor = $"{words}-{i}";
                }
            }

            return anchors;
        }
    }

    /// <summary>The code in a line of text.</summary>
    public static IEnumerable<string> Codes(string line) => InlineCodePattern().Matches(line).Select(code => code.Groups["code"].Value);

    /// <summary>The files of this project below a folder.</summary>
    public static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(
            Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))).SelectMany(inner => Walk(inner, pattern)));

    [GeneratedRegex(@"(?<ticks>`+)(?<code>.+?)\k<ticks>")]
    private static partial Regex InlineCodePattern();

    // Pictures within links have a link's end of their own.
    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6}\s+(?<title>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
