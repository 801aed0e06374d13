using System.Globalization;
using System.Text;

namespace MeterFirmware.Companion.Tests.Hardware;

/// <summary>A list of atoms and lists in brackets, as KiCad writes its files.</summary>
internal sealed class SExpression
{
    private readonly List<object> _parts = [];

    /// <summary>The word it begins with.</summary>
    public string Name => Text(0);

    /// <summary>The lists in it that begin with a word.</summary>
    public IEnumerable<SExpression> All(string name) => _parts.OfType<SExpression>().Where(part => part.Name == name);

    /// <summary>The list in it that begins with a word, or null.</summary>
    public SExpression? Find(string name) => All(name).FirstOrDefault();

    /// <summary>The list in it that begins with a word.</summary>
    public SExpression One(string name) => All(name).Single();

    /// <summary>An atom.</summary>
    public string Text(int index) => (string)_parts[index];

    /// <summary>A length in mm as whole micrometres, or an angle as thousandths of a degree.</summary>
    public int Thousandths(int index) => (int)(decimal.Parse(Text(index), CultureInfo.InvariantCulture) * 1000);

    /// <summary>Whether an atom is there.</summary>
    public bool Has(int index) => index < _parts.Count;

    public static SExpression Parse(string text)
    {
        int at = 0;
        SExpression whole = ParseList(text, ref at);
        SkipSpace(text, ref at);
        return at == text.Length ? whole : throw new FormatException($"Nothing was expected at {at}.");
    }

    private static SExpression ParseList(string text, ref int at)
    {
        SExpression list = new();
        SkipSpace(text, ref at);
        if (text[at++] != '(')
        {
            throw new FormatException($"A bracket was expected at {at - 1}.");
        }

        for (SkipSpace(text, ref at); text[at] != ')'; SkipSpace(text, ref at))
        {
            list._parts.Add(text[at] == '(' ? ParseList(text, ref at) : text[at] == '"' ? ParseQuoted(text, ref at) : ParseWord(text, ref at));
        }

        at++;
        return list;
    }

    private static string ParseQuoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }

    private static string ParseWord(string text, ref int at)
    {
        int start = at;
        while (!char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')'))
        {
            at++;
        }

        return text[start..at];
    }

    private static void SkipSpace(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }
}
