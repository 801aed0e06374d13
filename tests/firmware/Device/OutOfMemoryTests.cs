namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>
/// Memory runs out at any allocation of a minute, the boot included: the chip starts again, its next boot finds why, and the ledger is whole.
/// </summary>
public class OutOfMemoryTests(OutOfMemoryTests.Minute minute) : IClassFixture<OutOfMemoryTests.Minute>
{
    // Of so many the first are all tried, of the others one in so many.
    private const int First = 1000;
    private const int OneOf = 29;

    [Fact]
    public void Wherever_in_the_code_it_runs_out_the_next_boot_says_so()
    {
        int[] sites = [.. minute.Places.Distinct()];
        Assert.InRange(sites.Length, 300, minute.Code.Sites.Count);
        Assert.All(sites, site => Fail(-1, site, isForGood: false, minute.Code.Sites[site]));
    }

    [Fact]
    public void Whenever_it_runs_out_the_next_boot_says_so() =>
        Assert.All(Numbers(First, OneOf), number => Fail(number, -1, isForGood: false, $"allocation {number}"));

    [Fact]
    public void When_none_comes_free_either_the_chip_starts_again_all_the_same() =>
        Assert.All(Numbers(First / 4, OneOf * 4), number => Fail(number, -1, isForGood: true, $"all from {number} on"));

    private IEnumerable<int> Numbers(int first, int oneOf) => Enumerable.Range(0, minute.Places.Length).Where(number => number < first || number % oneOf == 0);

    private void Fail(int number, int site, bool isForGood, string what)
    {
        Exception? error = Record.Exception(() => minute.Fail(number, site, isForGood));
        Assert.True(error == null, $"{what}: {error}");
    }

    /// <summary>Loaded once for all tests.</summary>
    public sealed class Minute
    {
        public Minute()
        {
            Places = Code.Get<Func<int[]>>(ScarceMinute.Count)();
            Fail = Code.Get<Action<int, int, bool>>(ScarceMinute.Fail);
        }

        internal ScarceCode Code { get; } = new();

        internal int[] Places { get; }

        internal Action<int, int, bool> Fail { get; }
    }
}
