using MeterFirmware.Readings;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Tests.Readings;

/// <summary>A composed telegram and what the parser made of it.</summary>
internal sealed class Parsed
{
    private Parsed(TelegramText telegram)
    {
        Telegram = telegram;
        Parser.Parse(telegram.Body, telegram.Body.Length, Reading);
    }

    public TelegramText Telegram { get; }

    public TelegramParser Parser { get; } = new();

    public Reading Reading { get; } = new();

    public static Parsed Lines(params string[] lines) => new(new TelegramText(lines));

    public int this[Field field]
    {
        get
        {
            Assert.True(Reading.Has(field), field + " is absent");
            return Reading.Get(field);
        }
    }

    public Parsed AssertNothingSkipped()
    {
        Assert.Equal(0, Reading.Skipped.Total);
        Assert.Equal(0, Parser.UnknownLineCount + Parser.MalformedLineCount);
        return this;
    }

    /// <summary>Asserts that exactly one line was skipped, and where the trouble was seen in it.</summary>
    public Parsed AssertSkipped(string line, int positionInLine, LineProblem problem)
    {
        Assert.Equal(1, Reading.Skipped.Total);
        int start = Telegram.StartOf(line);
        Assert.Equal(
            (start, start + positionInLine, problem),
            (Reading.Skipped.Start(0), Reading.Skipped.Position(0), Reading.Skipped.Problem(0)));
        bool malformed = problem == LineProblem.BadValue;
        Assert.Equal((malformed ? 0 : 1, malformed ? 1 : 0), (Parser.UnknownLineCount, Parser.MalformedLineCount));
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
