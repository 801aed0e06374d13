using System.Globalization;
using MeterFirmware.Benchmarks.Workload;
using MeterFirmware.Display.Pages;

namespace MeterFirmware.Benchmarks.Instructions;

/// <summary>Prints what telegrams of every size take, as tables of Markdown.</summary>
internal static class InstructionReport
{
    private const string Columns = "| IL | at most | own calls | platform calls | objects | native, k |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |";

    private const string Nothing = "";
    private const string QuarterAndState = "quarter state ";

    /// <summary>Counts and prints.</summary>
    public static void Print()
    {
        foreach (TelegramSize size in Enum.GetValues<TelegramSize>())
        {
            Print(new CountedRun(size));
        }

        Console.WriteLine("IL: instructions executed, the mean of the seconds; at most: in one second. Platform calls are most of them native on the chip.");
        Console.WriteLine("Objects: a literal is one each time that it is come by. Native: thousands of the interpreter's own instructions, estimated.");
    }

    private static void Print(CountedRun run)
    {
        Console.WriteLine($"## Telegrams of {run.Bytes} bytes\n");
        Console.WriteLine($"| Stage {Columns}");
        IReadOnlyList<Tally> reader = run.Stage("reader");
        Row("reader", reader);
        Row("- of it CRC", [.. reader.Select(tally => tally.In("Crc16"))]);
        Row("**first byte to reading**", run.WholeReadings);
        Row("- the first telegram of all", [run.FirstReading]);
        List<CountedSecond> seconds = run.Whole;
        Row("page *Now*, what changed", [.. seconds.Where(second => second is { Shown: PageName.Now, IsTurned: false }).Select(second => second.Page)]);
        Row("page *Quarter*, what changed", [.. seconds.Where(second => second is { Shown: PageName.Quarter, IsTurned: false }).Select(second => second.Page)]);
        Row("any page, what changed", [.. seconds.Where(second => !second.IsTurned).Select(second => second.Page)]);
        Row("any page, all of it", [.. seconds.Where(second => second.IsTurned).Select(second => second.Page)]);
        Row("display, what changed", [.. seconds.Where(second => !second.IsTurned).Select(second => second.Display)]);
        foreach (IGrouping<string, CountedSecond> due in seconds.GroupBy(second => second.Topics).OrderBy(due => due.Key.Length))
        {
            Row($"feed, {Name(due.Key)}", [.. due.Select(second => second.Feed)]);
        }

        Row("**second**, nothing due", Typical(seconds, Nothing));
        Row("**second**, quarter and state due", Typical(seconds, QuarterAndState));
        CountedSecond worst = seconds.MaxBy(second => second.Whole.Instructions)!;
        Row("**second**, the worst", [worst.Whole]);
        Console.WriteLine();
        PrintLatency(seconds);
        PrintCalls("nothing due", [.. seconds.Where(second => second is { Topics: Nothing, IsTurned: false })]);
        PrintCalls("quarter and state due", [.. seconds.Where(second => second is { Topics: QuarterAndState, IsTurned: false })]);
    }

    private static string Name(string topics) => topics.Length == 0 ? "nothing due" : topics.Trim().Replace(" ", ", ") + " due";

    private static List<Tally> Typical(List<CountedSecond> seconds, string topics) =>
        [.. seconds.Where(second => second.Topics == topics && !second.IsTurned).Select(second => second.Whole)];

    private static void Row(string name, IReadOnlyList<Tally> tallies)
    {
        if (tallies.Count == 0)
        {
            return;
        }

        Tally sum = Tally.Sum(tallies);
        int count = tallies.Count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {sum.Instructions / count} | {tallies.Max(tally => tally.Instructions)} | {sum.Calls / (double)count:0} | {sum.PlatformCalls / (double)count:0} | {sum.Objects / (double)count:0.#} | {sum.Native / count / 1000} |"));
    }

    private static void PrintLatency(List<CountedSecond> seconds)
    {
        CountedSecond[] due = [.. seconds.Where(second => second is { Topics: QuarterAndState, IsTurned: false })];
        Console.WriteLine("| From the last byte | IL | native, k | bytes |\n| --- | ---: | ---: | ---: |");
        Latency("to the frame handed to the display", [.. due.Select(second => Tally.Sum([second.Telegram, second.Page, second.Display]))], due.Average(second => second.I2cBytes));
        Latency("to quarter and state handed to the broker", [.. due.Select(second => Tally.Sum([second.Telegram, second.Page, second.Display, second.Feed]))], due.Average(second => second.MqttBytes));
        Console.WriteLine();
    }

    private static void Latency(string name, IReadOnlyList<Tally> tallies, double bytes)
    {
        Tally sum = Tally.Sum(tallies);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {sum.Instructions / tallies.Count} | {sum.Native / tallies.Count / 1000} | {bytes:0} |"));
    }

    private static void PrintCalls(string name, IReadOnlyList<CountedSecond> seconds)
    {
        Tally sum = Tally.Sum([.. seconds.Select(second => second.Whole)]);
        Console.WriteLine($"A second, {name}: platform calls {List(sum.PlatformCallsByName(), seconds.Count)}; objects {List(sum.ObjectsByType(), seconds.Count)}.\n");
        Console.WriteLine($"By type: {List(sum.InstructionsByType(), seconds.Count)}.\n");
    }

    private static string List(IEnumerable<KeyValuePair<string, long>> numbers, int seconds) =>
        string.Join(", ", numbers.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key} {each.Value / (double)seconds:0.#}")));
}
