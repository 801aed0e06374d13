using System.Text;
using System.Text.RegularExpressions;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Gives the telegrams of a file back the bytes that the meter sent, and tells what had been done to them.</summary>
/// <remarks>
/// A telegram with a right CRC is left as it is. Of any other the lines are looked for, and the ways in which it may have been sent
/// are tried until the CRC is right. What nothing is known to help goes on as it came, for the reader to judge. What it keeps does
/// not grow with the file.
/// </remarks>
/// <param name="take">Is handed the bytes, in the order of the file.</param>
internal sealed partial class TelegramRepair(Action<Piece> take)
{
    /// <summary>A file without a telegram in as many bytes is none of telegrams.</summary>
    public const int MostBytesWithout = 4 << 20;

    private const int MostBytes = 1 << 17;
    private const int MostLineBytes = 1 << 14;
    private const int CrcDigits = 4;
    private const int FewestCrcDigits = 3;
    private const int NoTail = -1;
    private const string Separators = @"\s>\]:|;,""'`{}=#";

    private readonly FileText _text = new();
    private readonly List<Line> _lines = [];
    private byte[] _built = new byte[MostLineBytes];
    private int[] _builtFrom = new int[MostLineBytes];
    private int _builtLength;
    private Action<bool>? _held;
    private int _at;
    private int _open = -1;
    private int _failed = -1;
    private string _prefix = "";
    private bool _hasHeader;
    private bool _isHeadless;
    private bool _isEnd;
    private Change _builtChanges;
    private Func<int, (long Byte, long Line)> _placeOf = _ => default;

    private enum LineEnd
    {
        None,
        Both,
        Feed,
        Return,
        ReturnReturn,
    }

    private enum LineKind
    {
        Other,
        Blank,
        Wrapper,
        Header,
        Code,
        End,
    }

    private enum Blanks
    {
        AsFound,
        AfterHeader,
        None,
    }

    /// <summary>What was done to the telegrams so far.</summary>
    public ChangeReport Report { get; } = new();

    /// <summary>Bytes of the file so far.</summary>
    public long ByteCount => _text.ByteCount;

    /// <summary>Whether it is no use to read on.</summary>
    public bool IsHopeless => ByteCount >= MostBytesWithout && Report.TelegramCount == 0 && _held == null;

    private Change TextChanges => _text.Changes;

    /// <summary>Takes a chunk of the file.</summary>
    /// <param name="data">Where the bytes are.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many.</param>
    public void Take(byte[] data, int offset, int count)
    {
        DropUsed();
        _text.Add(data, offset, count);
        Work();
    }

    /// <summary>Says that the file has ended.</summary>
    public void End()
    {
        _text.End();
        _isEnd = true;
        Work();
        if (_open >= 0)
        {
            Close(_text.Length, default);
        }

        Release(asNoise: false);
    }

    /// <summary>Where a byte stands in the file, while its piece is told.</summary>
    /// <param name="index">Its index in the piece.</param>
    /// <returns>The byte, from 0, and the line, from 1.</returns>
    public (long Byte, long Line) PlaceOf(int index) => _placeOf(index);

    [GeneratedRegex(@"(?<![^" + Separators + @"])\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}(?:[.*]\d{1,3})*\(")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?:^\s*|(?<=[" + Separators + @"]))(?<core>/[A-Za-z*]{3}(?:[0-9\-]|(?<=^\s*/...).))")]
    private static partial Regex Header();

    [GeneratedRegex(@"(?<![^" + Separators + @"])!(?<tail>[0-9A-Fa-fXx*?#._\-]{0,8})(?<suffix>[\s""'`,;+\\)\]|]*)$")]
    private static partial Regex Tail();

    [GeneratedRegex(@"^[\s>]*!")]
    private static partial Regex BadTail();

    private static bool IsQuote(char c) => c is '"' or '\'' or '`';

    // What stands around the lines of a list, or around a quotation.
    private static bool IsWrapping(char c) => c is ' ' or '\t' or '\r' or '\n' or '>' or ',' or ';' or '+' or '\\' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '=' || IsQuote(c);

    private static bool IsClosing(char c) => c is ' ' or '\t' or ',' or ';' or '+' or '\\' or ']' or '|' || IsQuote(c);

    private static Change PrefixChange(string prefix) => prefix.Length == 0 ? Change.None
        : prefix.All(char.IsWhiteSpace) ? Change.Indented
        : prefix.Any(IsQuote) ? Change.Quoted
        : prefix.All(c => char.IsWhiteSpace(c) || c == '>') ? Change.Answered
        : Change.Stamped;

    private void DropUsed()
    {
        int keep = _open >= 0 ? _open : _at;
        if (keep == 0)
        {
            return;
        }

        _text.Drop(keep);
        _at -= keep;
        _failed -= keep;
        _open = _open >= 0 ? 0 : -1;
        for (int i = 0; i < _lines.Count; i++)
        {
            _lines[i] = _lines[i].MovedBy(-keep);
        }
    }

    private void Work()
    {
        while (_at < _text.Length)
        {
            if (_open < 0)
            {
                bool? isTaken = TakeRight();
                if (isTaken == null)
                {
                    return;
                }

                if (isTaken.Value)
                {
                    continue;
                }
            }

            if (!TakeLine())
            {
                return;
            }
        }
    }

    // A telegram whose CRC is right as it stands. Null when more must come before that can be said.
    private bool? TakeRight()
    {
        int slash = IndexOf('/', _at, _text.Length);
        int first = slash < 0 ? -1 : _text.Bytes.AsSpan(_at, slash - _at).IndexOfAnyExcept((byte)'\r', (byte)'\n');
        bool hasLinesBefore = first >= 0 && _text.Bytes.AsSpan(_at + first, slash - _at - first).IndexOfAny((byte)'\r', (byte)'\n') >= 0;
        if (slash < 0 || slash == _failed || hasLinesBefore)
        {
            return false;
        }

        int mark = IndexOf('!', slash, _text.Length);
        if (mark < 0 && !_isEnd && _text.Length - slash < MostBytes)
        {
            return null;
        }

        if (mark >= 0)
        {
            int tail = mark + 1;
            int crc = ReadCrc(ref tail, mark + 1 + CrcDigits);
            int digits = tail - mark - 1;
            if (digits < CrcDigits && tail == _text.Length && !_isEnd)
            {
                return null;
            }

            // Of a telegram that is cut off by another, the other one may be whole.
            int last = _text.Bytes.AsSpan(slash, mark - slash).LastIndexOf((byte)'/') + slash;
            bool isEnded = digits == CrcDigits || (digits >= FewestCrcDigits && (tail == _text.Length || _text.Bytes[tail] is (byte)'\r' or (byte)'\n'));
            int start = !isEnded ? -1 : Crc(slash, mark) == crc ? slash : last > slash && Crc(last, mark) == crc ? last : -1;
            if (start >= 0 && IsAsSent(start, mark))
            {
                // What is shorter ends with its line.
                tail += digits < CrcDigits && tail < _text.Length ? 1 : 0;
                _hasHeader = true;
                Release(asNoise: true);
                Tell(_at, start, Change.None, isNoise: false);
                Tell(start, tail, TextChanges, isNoise: false);
                Report.Add(TextChanges, CrcVerdict.Right);
                _at = tail;
                return true;
            }

            // Another begins before this one has a line end: it is looked at as it stands.
            if (tail < _text.Length && _text.Bytes[tail] == '/')
            {
                Tell(_at, tail, Change.None, isNoise: false);
                _at = tail;
                return true;
            }
        }

        _failed = slash;
        return false;
    }

    private bool TakeLine()
    {
        ReadOnlySpan<byte> rest = _text.Bytes.AsSpan(_at, Math.Min(_text.Length - _at, MostLineBytes));
        int length = rest.IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
        {
            if (rest.Length < MostLineBytes && !_isEnd)
            {
                return false;
            }

            TakeLine(new Line(_at, _at + rest.Length, 0), LineEnd.None);
            return true;
        }

        int end = _at + length;
        int next = end;
        while (next < _text.Length && _text.Bytes[next] == '\r')
        {
            next++;
        }

        if (next == _text.Length && !_isEnd)
        {
            return false;
        }

        bool hasFeed = next < _text.Length && _text.Bytes[next] == '\n';
        int returns = next - end;
        LineEnd kind = !hasFeed ? LineEnd.Return : returns == 0 ? LineEnd.Feed : returns == 1 ? LineEnd.Both : LineEnd.ReturnReturn;
        TakeLine(new Line(_at, end, hasFeed ? returns + 1 : 1), kind);
        return true;
    }

    private void TakeLine(Line line, LineEnd lineEnd)
    {
        int next = line.End + line.EndBytes;
        string text = Encoding.Latin1.GetString(_text.Bytes, line.Start, line.End - line.Start);
        line = Classify(line with { Ending = lineEnd }, text, out string prefix);
        if (line.Kind == LineKind.Header && _open >= 0)
        {
            // The one before it was cut off; this one may be right as it stands.
            Close(_at, default);
            return;
        }

        if (_open < 0)
        {
            bool isHeadless = line.Kind == LineKind.Code && !_hasHeader;
            if (line.Kind != LineKind.Header && !isHeadless)
            {
                bool isWrapping = Report.ChangedCount > 0 && text.Length > 0 && text.All(IsWrapping);
                if (!isWrapping)
                {
                    Tell(_at, next, Change.None, isNoise: text.Length > 0);
                }

                _at = next;
                return;
            }

            if (!isHeadless)
            {
                _hasHeader = true;
                Release(asNoise: true);
            }

            _open = _at;
            _prefix = prefix.TrimStart(' ', '"', '\'', '`');
        }

        _lines.Add(line);
        _at = next;
        if (line.Kind == LineKind.End)
        {
            Close(next, line);
        }
        else if (_at - _open > MostBytes)
        {
            Close(_at, default);
        }
    }

    private Line Classify(Line line, string text, out string prefix)
    {
        prefix = "";
        Match match = Code().Match(text);
        if (match.Success)
        {
            prefix = text[..match.Index];
            int bracket = text.LastIndexOf(')') + 1;
            bool isWhole = bracket > match.Index && text[bracket..].All(IsClosing);
            return Core(line, text, LineKind.Code, match.Index, isWhole ? bracket : text.Length);
        }

        match = Header().Match(text);
        if (match.Success)
        {
            int start = match.Groups["core"].Index;
            prefix = text[..start];
            return Core(line, text, LineKind.Header, start, prefix.Any(IsQuote) ? EndOf(text, IsClosing) : EndOf(text, char.IsWhiteSpace));
        }

        if (_open < 0)
        {
            return line;
        }

        match = Tail().Match(text);
        if (match.Success)
        {
            return Core(line, text, LineKind.End, match.Index, match.Groups["suffix"].Index) with { Tail = match.Groups["tail"].Length };
        }

        if (BadTail().Match(text) is { Success: true } bad)
        {
            return Core(line, text, LineKind.End, bad.Length - 1, text.Length) with { Tail = NoTail };
        }

        int length = PrefixLength(text);
        if (length == 0)
        {
            while (length < text.Length && (text[length] is ' ' or '\t' or '>' || IsQuote(text[length])))
            {
                length++;
            }
        }

        bool isQuoted = text.AsSpan(0, length).ContainsAny('"', '\'', '`');
        if (text[length..].All(IsWrapping) && !text[length..].StartsWith('('))
        {
            return line with { Kind = (TextChanges & Change.Escaped) != 0 && text.Any(IsQuote) ? LineKind.Wrapper : LineKind.Blank };
        }

        return Core(line, text, LineKind.Other, length, isQuoted ? EndOf(text, IsClosing) : EndOf(text, char.IsWhiteSpace));
    }

    private static int EndOf(string text, Func<char, bool> isClosing)
    {
        int end = text.Length;
        while (end > 0 && isClosing(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static Line Core(Line line, string text, LineKind kind, int start, int end)
    {
        string suffix = text[Math.Max(start, end)..];
        Change padding = suffix.Length == 0 || kind == LineKind.End ? Change.None
            : suffix.Any(IsQuote) ? Change.Quoted
            : suffix.All(char.IsWhiteSpace) ? Change.Padded
            : Change.Stamped;
        return line with
        {
            Kind = kind,
            CoreStart = line.Start + start,
            CoreEnd = line.Start + Math.Max(start, end),
            Changes = PrefixChange(text[..start]) | padding,
        };
    }

    // A logger's time differs from line to line, in its digits only; a quotation mark may stand before the first alone.
    private int PrefixLength(string text)
    {
        int i = 0;
        while (_prefix.Length > 0 && i < text.Length && (text[i] == ' ' || IsQuote(text[i])))
        {
            i++;
        }

        for (int p = 0; p < _prefix.Length; p++)
        {
            if (i == text.Length)
            {
                return _prefix[p..].Trim().Length == 0 ? i : 0;
            }

            if (char.IsAsciiDigit(_prefix[p]) && char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    i++;
                }

                while (p + 1 < _prefix.Length && char.IsAsciiDigit(_prefix[p + 1]))
                {
                    p++;
                }
            }
            else if (_prefix[p] == text[i])
            {
                i++;
            }
            else
            {
                return 0;
            }
        }

        return i;
    }

    private void Close(int end, Line last)
    {
        int start = _open;
        bool isHeadless = _lines[0].Kind != LineKind.Header;
        bool isEnded = last.Kind == LineKind.End;
        bool hasCode = _lines.Exists(line => line.Kind == LineKind.Code);
        if (hasCode && (isEnded || isHeadless) && Repair(last, isHeadless) is CrcVerdict verdict)
        {
            if (isHeadless && !_isHeadless)
            {
                // It may be the end of a telegram in which the recording starts: the next one tells.
                _isHeadless = _held != null;
                Release(asNoise: false);
            }

            if (isHeadless && !_isHeadless)
            {
                Hold(start, end, verdict);
            }
            else
            {
                TellBuilt(verdict);
            }
        }
        else
        {
            Tell(start, end, Change.None, isNoise: !hasCode && isEnded);
            if (hasCode && isEnded)
            {
                Report.Add(Change.None, last.Tail == 0 ? CrcVerdict.Absent : CrcVerdict.Wrong);
            }
        }

        _open = -1;
        _lines.Clear();
        _prefix = "";
    }

    // What the meter sent, as far as that can be known, stands in the built bytes then; null when the text is what it sent.
    private CrcVerdict? Repair(Line end, bool isHeadless)
    {
        string tail = end.Kind == LineKind.End && end.Tail != NoTail ? Encoding.Latin1.GetString(_text.Bytes, end.CoreStart + 1, end.Tail) : "";
        bool isMasked = !tail.All(char.IsAsciiHexDigit);
        bool hasBackslashes = _text.Bytes.AsSpan(_lines[0].CoreStart, _lines[0].CoreEnd - _lines[0].CoreStart).IndexOf(@"\\"u8) >= 0;
        int blanks = _lines.Count(line => line.Kind == LineKind.Blank);
        Change changes = TextChanges | LineEndChange() | (isHeadless ? Change.Headless : Change.None) | (isMasked ? Change.Masked : Change.None);
        _lines.ForEach(line => changes |= line.Changes);

        bool isPrinted = tail.Length > 0 && !isMasked && !isHeadless;
        int printed = isPrinted && tail.Length is >= FewestCrcDigits and <= CrcDigits ? Convert.ToInt32(tail, 16) : -1;
        bool isRight = false;
        for (int way = 0; way < 12 && printed >= 0 && !isRight; way++)
        {
            bool isPadded = way % 2 != 0;
            bool isHalved = way / 2 % 2 != 0;
            Blanks kept = (Blanks)(way / 4);
            if ((isPadded && (changes & Change.Padded) == 0) || (isHalved && !hasBackslashes))
            {
                continue;
            }

            Build(end, kept, isPadded, isHalved);
            isRight = Crc16.Update(0, _built, 0, _builtLength) == printed;
            if (isRight)
            {
                changes = (isPadded ? changes & ~Change.Padded : changes) | (isHalved ? Change.Doubled : Change.None) | BlankChange(kept, blanks, changes);
            }
        }

        if (!isRight)
        {
            if (printed >= 0 && Crc(_lines[0].CoreStart, end.CoreStart) == printed)
            {
                return null;
            }

            bool isHalved = hasBackslashes && (changes & Change.Escaped) != 0;
            Blanks kept = isPrinted || end.Tail == NoTail ? Blanks.AsFound : Blanks.AfterHeader;
            changes |= (isHalved ? Change.Doubled : Change.None) | BlankChange(kept, blanks, changes);
            if (changes == Change.None)
            {
                return null;
            }

            Build(end, kept, isPadded: false, isHalved);
        }

        for (int i = end.CoreStart + 1; i < end.CoreEnd && (isPrinted || end.Tail == NoTail); i++)
        {
            Add(_text.Bytes[i], i);
        }

        AddLineEnd(_builtFrom[_builtLength - 1]);
        _builtChanges = changes;
        return isRight ? CrcVerdict.Right : isMasked || isHeadless ? CrcVerdict.Unchecked : isPrinted || end.Tail == NoTail ? CrcVerdict.Wrong : CrcVerdict.Absent;
    }

    private Change LineEndChange()
    {
        Change change = Change.None;
        int kinds = 0;
        foreach (Line line in _lines)
        {
            if (line.Kind is LineKind.Wrapper or LineKind.End || line.Ending == LineEnd.None)
            {
                continue;
            }

            kinds |= 1 << (int)line.Ending;
            change = line.Ending switch
            {
                LineEnd.Feed => Change.ToLineFeed,
                LineEnd.Return => Change.ToReturn,
                LineEnd.ReturnReturn => Change.ToReturnReturn,
                _ => change,
            };
        }

        return (kinds & (kinds - 1)) == 0 ? change : Change.Mixed;
    }

    // In a list of quoted strings every line end is there twice, so blank lines say nothing.
    private Change BlankChange(Blanks kept, int blanks, Change changes)
    {
        const Change list = Change.Quoted | Change.Escaped;
        return kept == Blanks.AsFound || (changes & list) == list || (changes & Change.Headless) != 0 ? Change.None
            : kept == Blanks.None ? (blanks > 0 ? Change.BlankAdded : Change.None)
            : blanks == 0 ? Change.BlankLost
            : blanks > 1 || _lines[1].Kind != LineKind.Blank ? Change.BlankAdded
            : Change.None;
    }

    // Up to the !, with it.
    private void Build(Line end, Blanks kept, bool isPadded, bool isHalved)
    {
        _builtLength = 0;
        if (_lines[0].Kind != LineKind.Header)
        {
            Add((byte)'/', _open);
            AddLineEnd(_open);
            AddLineEnd(_open);
        }

        foreach (Line line in _lines)
        {
            if (line.Kind is LineKind.Wrapper or LineKind.End || (line.Kind == LineKind.Blank && kept != Blanks.AsFound))
            {
                continue;
            }

            int last = line.Kind == LineKind.Blank ? line.CoreStart : isPadded && (line.Changes & Change.Padded) != 0 ? line.End : line.CoreEnd;
            for (int i = line.CoreStart; i < last; i++)
            {
                Add(_text.Bytes[i], i);
                i += isHalved && _text.Bytes[i] == '\\' && i + 1 < last && _text.Bytes[i + 1] == '\\' ? 1 : 0;
            }

            AddLineEnd(line.End);
            if (line.Kind == LineKind.Header && kept == Blanks.AfterHeader)
            {
                AddLineEnd(line.End);
            }
        }

        Add((byte)'!', end.Kind == LineKind.End ? end.CoreStart : _lines[^1].End);
    }

    private void AddLineEnd(int from)
    {
        Add((byte)'\r', from);
        Add((byte)'\n', from);
    }

    private void Add(byte b, int from)
    {
        if (_builtLength == _built.Length)
        {
            Array.Resize(ref _built, 2 * _builtLength);
            Array.Resize(ref _builtFrom, 2 * _builtLength);
        }

        _builtFrom[_builtLength] = from;
        _built[_builtLength++] = b;
    }

    private void TellBuilt(CrcVerdict verdict)
    {
        Report.Add(_builtChanges, verdict);
        _placeOf = index => _text.PlaceOf(_builtFrom[index]);
        take(new Piece(_built, 0, _builtLength, _builtChanges, IsNoise: false));
    }

    private void Tell(int start, int end, Change changes, bool isNoise)
    {
        if (start < end)
        {
            _placeOf = index => _text.PlaceOf(start + index);
            take(new Piece(_text.Bytes, start, end - start, changes, isNoise));
        }
    }

    private void Hold(int start, int end, CrcVerdict verdict)
    {
        (long Byte, long Line) first = _text.PlaceOf(start);
        (long Byte, long Line)[] places = [.. _builtFrom.Take(_builtLength).Select(_text.PlaceOf)];
        byte[] raw = _text.Bytes[start..end];
        byte[] built = _built[.._builtLength];
        Change changes = _builtChanges;
        _held = asNoise =>
        {
            if (asNoise)
            {
                _placeOf = index => (first.Byte + index, first.Line);
                take(new Piece(raw, 0, raw.Length, Change.None, IsNoise: true));
                return;
            }

            Report.Add(changes, verdict);
            _placeOf = index => places[index];
            take(new Piece(built, 0, built.Length, changes, IsNoise: false));
        };
    }

    private void Release(bool asNoise)
    {
        Action<bool>? held = _held;
        _held = null;
        held?.Invoke(asNoise);
    }

    private int IndexOf(char c, int from, int to)
    {
        int index = _text.Bytes.AsSpan(from, to - from).IndexOf((byte)c);
        return index < 0 ? -1 : from + index;
    }

    // One in 65536 that was changed has a right CRC by chance.
    private bool IsAsSent(int start, int mark)
    {
        ReadOnlySpan<byte> body = _text.Bytes.AsSpan(start, mark - start);
        return body.EndsWith("\r\n"u8) && body.Count((byte)'\n') == body.Count("\r\n"u8) && body.Count((byte)'\r') == body.Count((byte)'\n');
    }

    private int Crc(int start, int mark) => Crc16.Update(0, _text.Bytes, start, mark - start + 1);

    private int ReadCrc(ref int at, int end)
    {
        int crc = 0;
        for (; at < end && at < _text.Length && HexDigit.Value(_text.Bytes[at]) is >= 0 and int digit; at++)
        {
            crc = (crc << 4) | digit;
        }

        return crc;
    }

    /// <summary>A line of the text.</summary>
    /// <param name="Start">Where it starts.</param>
    /// <param name="End">Where its line end starts.</param>
    /// <param name="EndBytes">Bytes of its line end.</param>
    private readonly record struct Line(int Start, int End, int EndBytes)
    {
        public LineKind Kind { get; init; }

        public LineEnd Ending { get; init; }

        // What the meter sent of it.
        public int CoreStart { get; init; } = Start;

        public int CoreEnd { get; init; } = End;

        // Characters of a CRC, or NoTail when something else stands there.
        public int Tail { get; init; }

        public Change Changes { get; init; }

        public Line MovedBy(int bytes) => this with { Start = Start + bytes, End = End + bytes, CoreStart = CoreStart + bytes, CoreEnd = CoreEnd + bytes };
    }
}

/// <summary>Bytes of a file for the reader.</summary>
/// <param name="Bytes">Where they are, valid only while they are told.</param>
/// <param name="Offset">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Changes">What was undone in them, when they are one whole telegram.</param>
/// <param name="IsNoise">Whether there is no telegram in them, whatever they look like.</param>
internal readonly record struct Piece(byte[] Bytes, int Offset, int Count, Change Changes, bool IsNoise);
