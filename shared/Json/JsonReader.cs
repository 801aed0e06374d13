using System.Collections;
using System.Text;
using MeterFirmware.State;

namespace MeterFirmware.Json;

/// <summary>
/// Reads JSON (RFC 8259) that a person wrote, strictly and in order, and knows at every step the path, line and column that
/// an error message needs.
/// </summary>
/// <remarks>
/// Every method throws <see cref="InvalidInputException"/> when the text is something else than asked for. Numbers are exact
/// decimals in a <c>long</c>; there is no floating point. Messages quote what was found, unless the text has a secret: then
/// never inside the secret's value, and never where the text is malformed, since a lost quote may have put anything there.
/// </remarks>
public sealed class JsonReader
{
    private const int DeepestLevel = 8;
    private const int LongestQuote = 24;

    // What may stand behind a backslash, and what each means.
    private const string Escapes = "\"\\/bfnrt";
    private const string Escaped = "\"\\/\b\f\n\r\t";

    private readonly ByteSource _text;
    private readonly string[]? _secretNames;
    private readonly string[] _names = new string[DeepestLevel];
    private readonly bool[] _isList = new bool[DeepestLevel];
    private readonly bool[] _isFirst = new bool[DeepestLevel];
    private readonly ArrayList[] _seen = new ArrayList[DeepestLevel];
    private int _level = -1;
    private int _position;
    private int _nameAt;
    private int _secretLevel = -1;

    /// <summary>Starts at the beginning of a text.</summary>
    /// <param name="text">UTF-8, with or without byte order mark.</param>
    /// <param name="secretNames">The names whose values no message may quote, not even parts of them; null for none.</param>
    public JsonReader(ByteSource text, string[]? secretNames = null)
    {
        _text = text;
        _secretNames = secretNames;
        if (text.At(0) == 0xEF && text.At(1) == 0xBB && text.At(2) == 0xBF)
        {
            _position = 3;
        }
    }

    /// <summary>The names that lead to where the reader stands, joined by points.</summary>
    public string Path
    {
        get
        {
            string path = "";
            for (int i = 0; i <= _level; i++)
            {
                string name = _names[i];
                if (name.Length > 0)
                {
                    path = path.Length == 0 ? name : path + "." + name;
                }
            }

            return path;
        }
    }

    /// <summary>Where the next value starts: a byte offset, to be given to <see cref="ErrorAt(int, string)"/>.</summary>
    public int Position
    {
        get
        {
            Peek();
            return _position;
        }
    }

    /// <summary>Whether the next value is an object.</summary>
    public bool IsObject => Peek() == '{';

    /// <summary>Enters the object that comes next.</summary>
    public void BeginObject() => Enter('{', "an object { } was expected", isList: false);

    /// <summary>Enters the list that comes next.</summary>
    public void BeginList() => Enter('[', "a list [ ] was expected", isList: true);

    /// <summary>The next name of the object, its value next to be read.</summary>
    /// <returns>The name, or null at the end of the object, which is left.</returns>
    public string? NextName()
    {
        _names[_level] = "";
        if (!MoveOn('}', "a comma or } was expected"))
        {
            return null;
        }

        if (Peek() != '"')
        {
            throw Malformed("a name in quotes was expected");
        }

        _nameAt = _position;
        string name = ReadText();
        if (_seen[_level].Contains(name))
        {
            throw ErrorAt(_nameAt, "the name \"" + name + "\" stands here a second time");
        }

        _seen[_level].Add(name);
        _names[_level] = _secretNames == null ? name : "";
        if (Peek() != ':')
        {
            throw Malformed("a colon was expected");
        }

        _position++;
        _names[_level] = name;
        if (_level <= _secretLevel || _secretLevel < 0)
        {
            _secretLevel = IsSecret(name) ? _level : -1;
        }

        return name;
    }

    /// <summary>Whether the list has a further item, next to be read.</summary>
    /// <returns>False at the end of the list, which is left.</returns>
    public bool NextItem() => MoveOn(']', "a comma or ] was expected");

    /// <summary>Makes sure that nothing follows.</summary>
    public void End()
    {
        if (Peek() >= 0)
        {
            throw Malformed("the end of the file was expected");
        }
    }

    /// <summary>Reads a text.</summary>
    /// <returns>The text without its quotes.</returns>
    public string ReadText()
    {
        if (Peek() != '"')
        {
            throw Expected("a text in quotes was expected");
        }

        int start = _position + 1;
        int p = start;
        int dropped = 0;
        for (int c = _text.At(p); c != '"'; c = _text.At(p))
        {
            // Also at the end of the file.
            if (c < ' ')
            {
                throw Malformed("a text was not closed on its line");
            }

            int length = c == '\\' ? EscapeLength(p) : 1;
            dropped += length - 1;
            p += length;
        }

        _position = p + 1;
        return dropped == 0 ? _text.Text(start, p) : Unescape(start, p, dropped);
    }

    /// <summary>Reads true or false.</summary>
    /// <returns>The value.</returns>
    public bool ReadBoolean()
    {
        Peek();
        if (IsWord("true"))
        {
            _position += 4;
            return true;
        }

        if (IsWord("false"))
        {
            _position += 5;
            return false;
        }

        throw Expected("true or false was expected");
    }

    /// <summary>Reads a number as an exact decimal.</summary>
    /// <param name="decimals">How many decimals to keep, 0 to 9; 6 turns 0.3214 into 321400.</param>
    /// <param name="least">The least value allowed, in the same scale.</param>
    /// <param name="most">The highest value allowed, in the same scale.</param>
    /// <returns>The number times ten to the power of <paramref name="decimals"/>.</returns>
    public long ReadDecimal(int decimals, long least, long most)
    {
        Peek();
        int start = _position;
        bool negative = _text.At(start) == '-';
        int firstDigit = negative ? start + 1 : start;
        int whole = EndOfDigits(firstDigit);
        int end = whole > firstDigit && _text.At(whole) == '.' ? EndOfDigits(whole + 1) : whole;
        int keptEnd = end - whole > decimals + 1 ? whole + decimals + 1 : end;
        long value = Digits(firstDigit, keptEnd);
        if (value < 0)
        {
            throw OutOfRange(start, decimals, least, most);
        }

        if (!IsNumber(firstDigit, end))
        {
            throw Expected(
                _text.At(start) == '"' && (IsDigit(_text.At(start + 1)) || _text.At(start + 1) == '-') ? "a number without quotes was expected"
                : IsDecimalComma(end) ? "a number with a point was expected"
                : "a number was expected");
        }

        if (Digits(keptEnd, end) != 0)
        {
            throw ErrorAt(start, "at most " + decimals.ToString() + " decimals can be used" + Found(start));
        }

        value = TimesTenTo(keptEnd > whole ? decimals - (keptEnd - whole - 1) : decimals, value);
        long signed = negative ? -value : value;
        if (value < 0 || signed < least || signed > most)
        {
            throw OutOfRange(start, decimals, least, most);
        }

        _position = end;
        return signed;
    }

    /// <summary>The error for a name that means nothing, with the name that may have been meant.</summary>
    /// <param name="name">The name just returned by <see cref="NextName"/>.</param>
    /// <param name="known">The names that could stand here.</param>
    /// <returns>The exception, to be thrown.</returns>
    public InvalidInputException UnknownName(string name, string[] known)
    {
        if (_secretLevel >= 0 && NearestName.Of(name, known) == null)
        {
            _names[_level] = "";
        }

        return ErrorAt(_nameAt, "an unknown name, " + NearestName.Hint(name, known));
    }

    /// <summary>An error at the value that comes next.</summary>
    /// <param name="problem">What was expected; what was found is added.</param>
    /// <returns>The exception, to be thrown.</returns>
    public InvalidInputException Expected(string problem)
    {
        Peek();
        return ErrorAt(_position, problem + Found(_position));
    }

    /// <summary>An error at a place.</summary>
    /// <param name="position">A value of <see cref="Position"/>.</param>
    /// <param name="problem">The whole text of it.</param>
    /// <returns>The exception, to be thrown.</returns>
    public InvalidInputException ErrorAt(int position, string problem) => ErrorAt(position, Path, problem);

    /// <summary>An error at a place that was passed.</summary>
    /// <param name="position">A value of <see cref="Position"/>.</param>
    /// <param name="path">A value of <see cref="Path"/>.</param>
    /// <param name="problem">The whole text of it.</param>
    /// <returns>The exception, to be thrown.</returns>
    public InvalidInputException ErrorAt(int position, string path, string problem)
    {
        int line = 1;
        int column = 1;
        int start = _text.At(0) == 0xEF ? 3 : 0;
        for (int i = start; i < position; i++)
        {
            int c = _text.At(i);
            if (c == '\n')
            {
                line++;
                column = 1;
            }
            else if ((c & 0xC0) != 0x80)
            {
                column++;
            }
        }

        return new InvalidInputException(path, line, column, problem);
    }

    // What JsonWriter writes is read, so that what was taken in once can be read again.
    private int EscapeLength(int position)
    {
        bool isControl = _text.At(position + 1) == 'u' && _text.At(position + 2) == '0' && _text.At(position + 3) == '0'
            && (_text.At(position + 4) | 1) == '1' && HexDigit(_text.At(position + 5)) >= 0;
        if (!isControl && Escapes.IndexOf((char)_text.At(position + 1)) < 0)
        {
            throw ErrorAt(position, "of the escapes only \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000 to \\u001f can be used");
        }

        return isControl ? 6 : 2;
    }

    private static int HexDigit(int c)
    {
        int letter = c | 0x20;
        return IsDigit(c) ? c - '0' : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private string Unescape(int start, int end, int dropped)
    {
        byte[] bytes = new byte[end - start - dropped];
        int count = 0;
        for (int p = start; p < end; p++)
        {
            int c = _text.At(p);
            if (c == '\\')
            {
                p++;
                c = _text.At(p);
                if (c == 'u')
                {
                    p += 4;
                    c = (HexDigit(_text.At(p - 1)) << 4) | HexDigit(_text.At(p));
                }
                else
                {
                    c = Escaped[Escapes.IndexOf((char)c)];
                }
            }

            bytes[count++] = (byte)c;
        }

        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    private bool IsSecret(string name)
    {
        bool isSecret = false;
        for (int i = 0; _secretNames != null && i < _secretNames.Length; i++)
        {
            isSecret |= name == _secretNames[i];
        }

        return isSecret;
    }

    private static bool IsDigit(int c) => c >= '0' && c <= '9';

    // So does the end of the file, which is below all.
    private static bool EndsValue(int c) => c <= ' ' || c == ',' || c == '}' || c == ']';

    private int EndOfDigits(int p)
    {
        while (IsDigit(_text.At(p)))
        {
            p++;
        }

        return p;
    }

    // The digits between two places as one number, a point among them passed over; -1 when they are more than 18 behind leading zeros.
    private long Digits(int start, int end)
    {
        long value = 0;
        int count = 0;
        for (int p = start; p < end; p++)
        {
            int c = _text.At(p);
            if (c != '.')
            {
                value = (value * 10) + (c - '0');
                count += value > 0 ? 1 : 0;
                if (count > 18)
                {
                    return -1;
                }
            }
        }

        return value;
    }

    // Whether the digits, with at most one point among or behind them, are a number and all of the value.
    private bool IsNumber(int firstDigit, int end)
    {
        bool leadingZero = end > firstDigit + 1 && _text.At(firstDigit) == '0' && _text.At(firstDigit + 1) != '.';
        return end > firstDigit && _text.At(end - 1) != '.' && !leadingZero && !IsDecimalComma(end) && EndsValue(_text.At(end));
    }

    private bool IsDecimalComma(int p) => _text.At(p) == ',' && IsDigit(_text.At(p + 1)) && _level >= 0 && !_isList[_level];

    // -1 when it is too much for a long.
    private static long TimesTenTo(int power, long value)
    {
        for (; power > 0; power--)
        {
            if (value > long.MaxValue / 10)
            {
                return -1;
            }

            value *= 10;
        }

        return value;
    }

    private static string Scaled(long value, int decimals)
    {
        long unit = 1;
        for (int i = 0; i < decimals; i++)
        {
            unit *= 10;
        }

        return (value / unit).ToString();
    }

    private InvalidInputException OutOfRange(int start, int decimals, long least, long most) => ErrorAt(
        start,
        "a number from " + Scaled(least, decimals) + " to " + Scaled(most, decimals) + " was expected" + Found(start));

    // Here a secret may stand, out of its place.
    private InvalidInputException Malformed(string problem) =>
        _secretNames == null ? Expected(problem) : ErrorAt(Position, problem);

    private void Enter(int bracket, string problem, bool isList)
    {
        if (Peek() != bracket)
        {
            throw Malformed(problem);
        }

        if (_level == DeepestLevel - 1)
        {
            throw Expected("at most " + DeepestLevel.ToString() + " levels can be used");
        }

        _position++;
        _level++;
        _names[_level] = "";
        _isList[_level] = isList;
        _isFirst[_level] = true;
        _seen[_level] = new ArrayList();
    }

    private bool MoveOn(int closing, string problem)
    {
        int c = Peek();
        if (c == closing && _isFirst[_level])
        {
            Leave();
            return false;
        }

        if (!_isFirst[_level])
        {
            if (c == closing)
            {
                Leave();
                return false;
            }

            if (c != ',')
            {
                throw Malformed(problem);
            }

            _position++;
        }

        _isFirst[_level] = false;
        return true;
    }

    private void Leave()
    {
        _position++;
        _level--;
    }

    private int Peek()
    {
        int c = _text.At(_position);
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t')
        {
            _position++;
            c = _text.At(_position);
        }

        return c;
    }

    private bool IsWord(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (_text.At(_position + i) != word[i])
            {
                return false;
            }
        }

        return EndsValue(_text.At(_position + word.Length));
    }

    private string Found(int start) => _secretLevel >= 0 ? "" : ", found " + Quote(start);

    // What stands at a place, short enough for a message.
    private string Quote(int start)
    {
        int c = _text.At(start);
        if (c < 0)
        {
            return "the end of the file";
        }

        if (c == '{' || c == '[')
        {
            return c == '{' ? "an object" : "a list";
        }

        bool quoted = c == '"';
        if (quoted)
        {
            start++;
        }

        int p = start;
        for (c = _text.At(p); p - start < LongestQuote && c >= ' '; c = _text.At(p))
        {
            bool decimalComma = c == ',' && IsDigit(_text.At(p - 1)) && IsDigit(_text.At(p + 1));
            if (quoted ? c == '"' : p > start && EndsValue(c) && !decimalComma)
            {
                break;
            }

            p++;
        }

        // Do not cut a character of several bytes in two.
        while (p > start && (_text.At(p) & 0xC0) == 0x80)
        {
            p--;
        }

        return "\"" + _text.Text(start, p) + "\"";
    }
}
