using System.Text;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>Splits a line for a shell into its commands: words, quotes, comments, pipes; no more than documents need.</summary>
internal static class ShellLine
{
    private const string Operators = "|&;()<>";

    private static readonly string[] Keywords = ["if", "then", "else", "fi", "while", "until", "do", "done", "!", "{", "}"];

    /// <summary>The commands of a line.</summary>
    /// <param name="line">The line.</param>
    public static List<ShellCommand> Split(string line)
    {
        List<ShellCommand> commands = [];
        List<string> words = [];
        bool isPiped = false;
        bool isTarget = false;
        foreach ((string token, bool isOperator) in Tokens(line))
        {
            if (isOperator)
            {
                isTarget = token is "<" or ">" or ">>";
                if (!isTarget)
                {
                    End(token == "|");
                }
            }
            else if (isTarget)
            {
                isTarget = false;
            }
            else if (words.Count > 0 || !Keywords.Contains(token))
            {
                words.Add(token);
            }
        }

        End(false);
        return commands;

        void End(bool isPipe)
        {
            if (words.Count > 0)
            {
                commands.Add(new ShellCommand([.. words], isPiped));
            }

            words.Clear();
            isPiped = isPipe;
        }
    }

    private static IEnumerable<(string Token, bool IsOperator)> Tokens(string line)
    {
        StringBuilder word = new();
        bool hasWord = false;
        for (int i = 0; i <= line.Length; i++)
        {
            char c = i < line.Length ? line[i] : ' ';
            bool isSubstitution = c == '$' && i + 1 < line.Length && line[i + 1] == '(';
            if (c == '#' && !hasWord)
            {
                yield break;
            }

            if (char.IsWhiteSpace(c) || (Operators.Contains(c) && !isSubstitution))
            {
                // 2> and the like: the number belongs to the operator.
                if (hasWord && !(c is '<' or '>' && word.ToString() is "1" or "2"))
                {
                    yield return (word.ToString(), false);
                }

                word.Clear();
                hasWord = false;
                if (!char.IsWhiteSpace(c))
                {
                    bool isDouble = i + 1 < line.Length && line[i + 1] == c;
                    yield return (isDouble ? $"{c}{c}" : $"{c}", true);
                    i += isDouble ? 1 : 0;
                }

                continue;
            }

            hasWord = true;
            if (c is '\'' or '"')
            {
                int end = line.IndexOf(c, i + 1);
                word.Append(line, i + 1, end - i - 1);
                i = end;
            }
            else if (isSubstitution)
            {
                int end = line.IndexOf(')', i);
                word.Append(line, i, end - i + 1);
                i = end;
            }
            else
            {
                word.Append(c == '\\' && i + 1 < line.Length ? line[++i] : c);
            }
        }
    }
}
