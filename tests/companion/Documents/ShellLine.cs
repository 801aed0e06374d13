using System.Text.RegularExpressions;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>Splits a line for a shell into its commands: words, quotes, comments, pipes; no more than documents need.</summary>
internal static partial class ShellLine
{
    private static readonly string[] Keywords = ["if", "then", "else", "fi", "while", "until", "do", "done", "!", "{", "}"];

    /// <summary>The commands of a line.</summary>
    /// <param name="line">The line.</param>
    public static List<ShellCommand> Split(string line)
    {
        List<ShellCommand> commands = [];
        bool isPiped = false;
        foreach (Match part in Part().Matches(line))
        {
            string[] words =
            [
                .. part.Groups["word"].Captures.Select(word => Quoted().Replace(word.Value, quoted => quoted.Groups["text"].Value))
                    .SkipWhile(Keywords.Contains),
            ];
            if (words.Length > 0)
            {
                commands.Add(new ShellCommand(words, isPiped));
            }

            isPiped = part.Groups["end"].Value == "|";
        }

        return commands;
    }

    // Words, redirections with their files and comments, up to an operator.
    [GeneratedRegex(@"(?>\s+|(?<!\S)\#.*|[12]?(?:>>?|<)\s*[^\s|&;()<>]+|(?<word>(?:'[^']*'|""[^""]*""|\$\([^)]*\)|\\.|[^\s|&;()<>'""\\])+))*(?<end>\|\||&&|[|&;()]|$)")]
    private static partial Regex Part();

    [GeneratedRegex(@"'(?<text>[^']*)'|""(?<text>[^""]*)""|\\(?<text>.)")]
    private static partial Regex Quoted();
}
