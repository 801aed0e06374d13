using MeterFirmware.Benchmarks.Instructions;
using MeterFirmware.Benchmarks.Workload;

namespace MeterFirmware.Performance.Tests;

/// <summary>
/// What a second may cost on the chip, in IL instructions: what was reached, and 5 %. Whoever makes it cheaper lowers these; the
/// tables of docs/performance.md come from the same counts.
/// </summary>
public class InstructionBudgetTests(InstructionBudgetTests.Counted counted) : IClassFixture<InstructionBudgetTests.Counted>
{
    // The last is the limit, whatever was reached: more would keep the chip from the next telegram.
    private const int WholeReading = 57500;
    private const int SecondWithNothingDue = 70500;
    private const int SecondWithQuarterAndState = 88500;
    private const int WorstSecond = 152000;

    private readonly CountedRun _run = counted.Run;

    [Fact]
    public void The_telegram_has_eleven_hundred_bytes() => Assert.InRange(_run.Bytes, 1100, 1150);

    [Fact]
    public void A_telegram_of_which_all_is_checked_and_read() =>
        AssertAtMost(WholeReading, _run.WholeReadings.Max(tally => tally.Instructions));

    [Fact]
    public void A_second_with_nothing_due_but_the_page() => AssertAtMost(SecondWithNothingDue, Mean(""));

    [Fact]
    public void A_second_with_quarter_and_state_due() => AssertAtMost(SecondWithQuarterAndState, Mean("quarter state ", "state quarter "));

    [Fact]
    public void The_worst_second_of_a_quarter_of_an_hour()
    {
        AssertAtMost(WorstSecond, _run.Whole.Max(second => second.Whole.Instructions));

        // All that can be due was due in it.
        Assert.Contains(_run.Whole, second => second.Topics.Contains("today"));
        Assert.Contains(_run.Whole, second => second.Topics.Contains("diagnostics"));
        Assert.Contains(_run.Whole, second => second.IsTurned);
    }

    [Fact]
    public void Telegrams_pages_and_the_two_payloads_that_come_often_make_no_object()
    {
        Assert.All(_run.WholeReadings, tally => Assert.Equal(0, tally.Objects));
        Assert.All(
            _run.Whole.Where(second => second.Topics is "" or "quarter " or "quarter state " or "state quarter " && !HasGrown(second)),
            second => Assert.Equal(0, second.Feed.Objects + second.Telegram.Objects + second.Arriving.Objects));
    }

    [Fact]
    public void The_same_seconds_count_the_same_again()
    {
        CountedRun again = new(TelegramSize.Bytes1100, 60);
        Assert.Equal(_run.Whole.Take(60).Select(second => second.Whole.Instructions), again.Whole.Select(second => second.Whole.Instructions));
    }

    private static void AssertAtMost(int budget, long instructions) =>
        Assert.True(instructions <= budget, $"{instructions} IL instructions, {budget} are the budget.");

    // A payload that is longer than ever takes a new array.
    private static bool HasGrown(CountedSecond second) => second.Feed.ObjectsByType().Any(each => each.Key == "Byte[]");

    private long Mean(params string[] topics) =>
        (long)_run.Whole.Where(second => topics.Contains(second.Topics) && !second.IsTurned).Average(second => second.Whole.Instructions);

    /// <summary>Counted once for all tests.</summary>
    public sealed class Counted
    {
        internal CountedRun Run { get; } = new(TelegramSize.Bytes1100);
    }
}
