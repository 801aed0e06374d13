using MeterFirmware.Benchmarks.Workload;
using MeterFirmware.Display.Pages;

namespace MeterFirmware.Benchmarks.Instructions;

/// <summary>A quarter of an hour and more of a house, over the end of a quarter, counted second by second.</summary>
internal sealed class CountedRun
{
    /// <summary>Seconds that are counted.</summary>
    public const int Seconds = 960;

    // The splash, the first time of every page and payload, and of the end of a quarter.
    private const int WarmUp = 300;

    private const int PageSeconds = 8;

    private readonly Dictionary<string, List<Tally>> _stages = [];

    /// <summary>Runs and counts.</summary>
    /// <param name="size">Kind of telegrams.</param>
    /// <param name="seconds">How many seconds are counted.</param>
    public CountedRun(TelegramSize size, int seconds = Seconds)
    {
        byte[][] telegrams = EveningTelegrams.Compose(size, WarmUp + seconds);
        Bytes = telegrams[^1].Length;
        CountedCode code = new();
        CountParts(code, telegrams);
        CountSeconds(code, telegrams);
    }

    /// <summary>Bytes of a telegram.</summary>
    public int Bytes { get; }

    /// <summary>The first telegram after the start, from its first byte to the reading.</summary>
    public Tally FirstReading { get; private set; } = null!;

    /// <summary>From the first byte to the finished reading, telegram by telegram.</summary>
    public IReadOnlyList<Tally> WholeReadings => Stage("reading");

    /// <summary>The seconds of the whole device.</summary>
    public List<CountedSecond> Whole { get; } = [];

    /// <summary>The names of the meter's stages.</summary>
    public IEnumerable<string> Stages => _stages.Keys;

    /// <summary>A stage of the meter, second by second.</summary>
    /// <param name="name">reader or reading.</param>
    /// <returns>What each second took.</returns>
    public IReadOnlyList<Tally> Stage(string name) => _stages[name];

    private void CountParts(CountedCode code, byte[][] telegrams)
    {
        Dictionary<string, List<Tally>> stages = [];
        code.Get<Action<byte[][], Action<string>>>(typeof(StagedRun), nameof(StagedRun.RunParts))(telegrams, stage =>
        {
            Tally tally = code.Take();
            if (stage != "start")
            {
                stages.TryAdd(stage, []);
                stages[stage].Add(tally);
            }
        });
        FirstReading = stages["reading"][0];
        foreach ((string name, List<Tally> tallies) in stages)
        {
            _stages.Add(name, tallies[WarmUp..]);
        }
    }

    private void CountSeconds(CountedCode code, byte[][] telegrams)
    {
        Dictionary<string, Tally> tallies = [];
        Dictionary<string, long> numbers = [];
        PageName before = PageName.Splash;
        int second = 0;
        code.Get<Action<byte[][], int, Action<string, long, string>>>(typeof(StagedRun), nameof(StagedRun.RunSeconds))(telegrams, PageSeconds, (stage, number, topics) =>
        {
            tallies[stage] = code.Take();
            numbers[stage] = number;
            if (stage != "feed")
            {
                return;
            }

            PageName shown = (PageName)numbers["page"];
            if (second++ >= WarmUp)
            {
                Whole.Add(new CountedSecond(
                    tallies["arriving"], tallies["telegram"], tallies["page"], tallies["display"], tallies["feed"],
                    shown, shown != before, numbers["display"], number, topics));
            }

            before = shown;
        });
    }
}
