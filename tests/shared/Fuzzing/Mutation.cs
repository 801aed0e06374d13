using System.Text;

namespace MeterFirmware.Tests.Fuzzing;

/// <summary>Changes a telegram where its structure says that it may matter: values, units, codes, stamps, counts, lines.</summary>
internal static class Mutation
{
    private static readonly string[] Units = ["kWh", "Wh", "kW", "W", "V", "A", "m3", "GJ", "kVA", ""];

    private static readonly string[] Stamps =
    [
        "991231235959W", "000101000000W", "000101000000S", "632525252525W", "260229120000W", "261025023000S", "261025023000W", "260329023000W", "260701000000W",
        "2601010000000", "240801000000S",
    ];

    private static readonly string[] Odd = ["", "(", ")", "*", "1-0:1.7.0", "1-0:1.7.0(", "(00001.001)", "/", "!", "\0\u00FF", "0-0:98.1.0(15)(1-0:1.6.0)(1-0:1.6.0)", "\n"];

    /// <summary>Another telegram.</summary>
    /// <param name="body">From its <c>/</c> to its <c>!</c>.</param>
    /// <param name="random">Says what happens: the same for the same seed, as far as the telegram is the same.</param>
    public static string Of(string body, Random random)
    {
        List<string> lines = [.. body.Split("\r\n")];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            // The identification and the ! are left as they are, but for what is put between.
            int at = random.Next(1, lines.Count - 1);
            switch (random.Next(12))
            {
                case 0:
                    lines.RemoveAt(at);
                    if (lines.Count < 4)
                    {
                        return body;
                    }

                    break;
                case 1:
                    lines.Insert(at, lines[random.Next(1, lines.Count - 1)]);
                    break;
                case 2:
                    int other = random.Next(1, lines.Count - 1);
                    (lines[at], lines[other]) = (lines[other], lines[at]);
                    break;
                case 3:
                    lines.Insert(at, Odd[random.Next(Odd.Length)]);
                    break;
                case 4:
                    lines[at] = lines[at][..random.Next(lines[at].Length + 1)];
                    break;
                case 5:
                    lines[at] += "\r\n" + "0-0:96.13.0(" + new string((char)('0' + random.Next(10)), random.Next(2200)) + ")";
                    break;
                default:
                    lines[at] = Line(lines[at], random);
                    break;
            }
        }

        return string.Join(random.Next(30) == 0 ? "\n" : "\r\n", lines);
    }

    private static string Line(string line, Random random)
    {
        int open = line.IndexOf('(');
        if (open <= 0)
        {
            return line;
        }

        string code = line[..open];
        string[] groups = line[(open + 1)..].TrimEnd(')').Split(")(");
        int at = random.Next(groups.Length);
        string group = groups[at];
        int star = group.IndexOf('*');
        string number = star < 0 ? group : group[..star];
        string unit = star < 0 ? "" : group[star..];
        switch (random.Next(9))
        {
            case 0:
                // Another channel, or another code.
                char[] text = code.ToCharArray();
                int digit = random.Next(text.Length);
                text[digit] = char.IsAsciiDigit(text[digit]) ? (char)('0' + random.Next(10)) : text[digit];
                return new string(text) + line[open..];
            case 1:
                groups[at] = number + "*" + Units[random.Next(Units.Length)];
                break;
            case 2:
                groups[at] = Stamps[random.Next(Stamps.Length)];
                break;
            case 3:
                groups[at] = Digits(number, random, _ => '9') + unit;
                break;
            case 4:
                groups[at] = Digits(number, random, _ => '0') + unit;
                break;
            case 5:
                groups[at] = Digits(number, random, random => (char)('0' + random.Next(10))) + unit;
                break;
            case 6:
                // As long as can still be read.
                groups[at] = (random.Next(2) == 0 ? "999999.999" : random.Next(1_000_000) + "." + random.Next(1000)) + unit;
                break;
            case 7:
                groups[at] = number.Replace(".", "", StringComparison.Ordinal) + (random.Next(2) == 0 ? "." + random.Next(1000) : "") + unit;
                break;
            default:
                groups = [.. groups, .. groups[random.Next(groups.Length)..]];
                break;
        }

        return $"{code}({string.Join(")(", groups)})";
    }

    private static string Digits(string number, Random random, Func<Random, char> next)
    {
        StringBuilder text = new(number);
        int from = random.Next(3) == 0 ? random.Next(number.Length + 1) : 0;
        for (int i = from; i < text.Length; i++)
        {
            text[i] = char.IsAsciiDigit(text[i]) ? next(random) : text[i];
        }

        return text.ToString();
    }
}
