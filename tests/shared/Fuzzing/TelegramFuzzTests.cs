using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Fuzzing;

/// <summary>
/// Whatever telegrams say, nothing throws, every number stays within its range, every payload is JSON that fits, every picture is whole, and the
/// state comes back as it was stored.
/// </summary>
/// <remarks>
/// <c>METER_FUZZ_TELEGRAMS</c> says how many telegrams, for a longer run; <c>METER_FUZZ_SEED</c> begins with the run that a failure named.
/// </remarks>
public class TelegramFuzzTests
{
    private const int TelegramsPerRun = 1000;

    [Fact]
    public void Nothing_that_telegrams_say_breaks_anything()
    {
        int telegrams = Number("METER_FUZZ_TELEGRAMS") ?? Effort.Of(20_000, 100_000);
        int first = Number("METER_FUZZ_SEED") ?? Random.Shared.Next(1_000_000_000);
        long taken = 0;
        for (int i = 0; i * TelegramsPerRun < telegrams; i++)
        {
            int seed = first + i;
            int sent = 0;
            try
            {
                FuzzRun run = new(seed);
                run.Take(TelegramsPerRun, ref sent);
                taken += run.TakenCount;
            }
            catch (Exception error)
            {
                Assert.Fail($"METER_FUZZ_SEED={seed}, at telegram {sent}: {error}");
            }
        }

        // What is thrown away before it is looked at proves nothing.
        Assert.InRange(taken, telegrams * 9L / 10, telegrams);
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
