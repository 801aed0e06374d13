using MeterFirmware.Readings;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Tests.Readings;

/// <summary>A composed telegram and what the parser made of it.</summary>
internal sealed class Parsed
{
    private Parsed(TelegramText telegram)
    {
        Telegram = telegram;
        Parser.Read(telegram.Bytes, 0, telegram.Bytes.Length);
        Assert.Equal(1, Parser.TelegramCount);
    }

    public TelegramText Telegram { get; }

    public TelegramParser Parser { get; } = new();

    public Reading Reading => Parser.Reading;

    public static Parsed Lines(params string[] lines) => new(new TelegramText(lines));

    public int this[Field field]
    {
        get
        {
            Assert.True(Reading.Has(field), field + " is absent");
            return Reading.Get(field);
        }
    }

    /// <summary>The next telegram.</summary>
    public Parsed Then(params string[] lines)
    {
        byte[] bytes = new TelegramText(lines).Bytes;
        Parser.Read(bytes, 0, bytes.Length);
        return this;
    }

    public Parsed AssertNothingSkipped()
    {
        Assert.Equal(0, Parser.UnknownLineCount + Parser.MalformedLineCount);
        return this;
    }

    /// <summary>Asserts that exactly one line was skipped, and where the trouble was seen in it.</summary>
    public Parsed AssertSkipped(string line, int positionInLine, bool isMalformed = false)
    {
        Assert.Equal((isMalformed ? 0 : 1, isMalformed ? 1 : 0), (Parser.UnknownLineCount, Parser.MalformedLineCount));
        Assert.Equal(Telegram.StartOf(line) + positionInLine, Parser.SkippedAt);
        return this;
    }

    public void AssertPeak(int row, int year, int month, int peakW, long peakEndUtc)
    {
        PeakHistory history = Reading.PeakHistory;
        Assert.Equal(
            ((year * 12) + month - 1, peakW, peakEndUtc),
            (history.Month(row), history.PeakW(row), history.PeakEndUtc(row)));
    }
}
