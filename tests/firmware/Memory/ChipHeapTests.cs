using MeterFirmware.Firmware.Tests.Device;

namespace MeterFirmware.Firmware.Tests.Memory;

/// <summary>
/// What the program takes of the chip's heap: its objects and tables by the interpreter's arithmetic, what the libraries, threads and
/// stacks take as it was measured, and the most that is taken on top. Whoever makes it smaller lowers the budgets.
/// </summary>
/// <remarks>
/// Measured on the interpreter's build for a PC with the debugger, as stock firmware has it: what lives after 15 minutes of telegrams of
/// 1470 bytes, by kind, type and owner. Measure anew when a package changes.
/// </remarks>
public class ChipHeapTests(ChipHeapTests.Houses houses) : IClassFixture<ChipHeapTests.Houses>
{
    // Tables and statics of the 16 libraries: mscorlib 4056, M2Mqtt 3084, System.Net 2520, FileSystem 1944, Hardware.Esp32 1560,
    // Wifi 1116, the others 5988.
    private const int LibraryTables = 20_268;

    // Threads, their stacks and what they wait for: two of the program's and two that have ended; the client's four come on top.
    private const int Threads = 3_024;
    private const int ThreadsWithBroker = 7_620;

    // Events 1.1 kB, addresses, serial port, file, I2C; the client at its broker with its last messages 4 kB.
    private const int LibraryObjects = 3_900;
    private const int LibraryObjectsWithBroker = 7_932;

    // From three calls deep, where the program sleeps, to sixteen, where a time is read from a telegram.
    private const int DeepestStack = 2_796;

    // The library's copy of the largest message, and its objects for it and for its acknowledgement.
    private const int MessageUnderWay = 924 + 660;

    // What lived after 15 minutes, and the smallest heap in which the hour was clean.
    private const int MeasuredWithBroker = 76_320;
    private const int MeasuredWithoutBroker = 63_756;
    private const int CleanWithBroker = 91_136;
    private const int CleanWithoutBroker = 75_776;

    private const int Tables = 9_750;
    private const int LargestAtOnce = 2_100;

    [Theory]
    [InlineData(true, 31_600)]
    [InlineData(false, 27_700)]
    public void Its_own_objects(bool hasBroker, int most) =>
        Assert.True(houses[hasBroker].ObjectBytes <= most, $"{houses[hasBroker].ObjectBytes} bytes, {most} are the budget:\n{houses[hasBroker].Table}");

    [Fact]
    public void The_tables_of_both_assemblies() => Assert.InRange(ChipTables.OfBoth(), Tables / 2, Tables);

    [Theory]
    [InlineData(true, MeasuredWithBroker)]
    [InlineData(false, MeasuredWithoutBroker)]
    public void What_lives_is_what_was_measured_within_a_tenth(bool hasBroker, int measured) =>
        Assert.InRange(Living(hasBroker), measured * 9 / 10, measured * 11 / 10);

    // What is given back within the second counts as taken. On the chip that room goes to pieces too small for use: calibrated, not derived.
    [Theory]
    [InlineData(true, CleanWithBroker)]
    [InlineData(false, CleanWithoutBroker)]
    public void What_it_needs_is_the_smallest_heap_that_was_clean_within_a_tenth(bool hasBroker, int measured) =>
        Assert.InRange(Needed(hasBroker), measured * 9 / 10, measured * 11 / 10);

    [Theory]
    [InlineData(true, 98_304)]
    [InlineData(false, 76_000)]
    public void It_fits(bool hasBroker, int most) => Assert.InRange(Needed(hasBroker), 1, most);

    [Fact]
    public void It_fits_at_prices_that_follow_the_market()
    {
        int more = houses.Dynamic.ObjectBytes - houses[true].ObjectBytes + houses.Dynamic.SecondBytes - houses[true].SecondBytes;
        Assert.InRange(Needed(true) + more, 1, 98_304);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_boot_takes_no_more_than_what_lives_and_the_busiest_second(bool hasBroker) =>
        Assert.InRange(houses[hasBroker].BootBytes, 1, houses[hasBroker].ObjectBytes + houses[hasBroker].SecondBytes);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_large(bool hasBroker) => Assert.InRange(houses[hasBroker].LargestBytes, 1, LargestAtOnce);

    [Theory]
    [InlineData(1, 1, 24)]
    [InlineData(5, 1, 36)]
    [InlineData(4, 4, 36)]
    [InlineData(256, 1, 276)]
    public void An_array_is_its_head_and_its_bytes_in_whole_blocks(int length, int elementBytes, int bytes) =>
        Assert.Equal(bytes, ChipHeap.Of(elementBytes == 1 ? new byte[length] : new int[length]));

    private int Living(bool hasBroker) => houses[hasBroker].ObjectBytes + ChipTables.OfBoth() + LibraryTables
        + (hasBroker ? ThreadsWithBroker + LibraryObjectsWithBroker : Threads + LibraryObjects);

    private int Needed(bool hasBroker) => Living(hasBroker) + houses[hasBroker].SecondBytes + DeepestStack + (hasBroker ? MessageUnderWay : 0);

    /// <summary>Lived once for all tests.</summary>
    public sealed class Houses
    {
        private readonly (int ObjectBytes, int BootBytes, int SecondBytes, int LargestBytes, string Table)[] _lived;

        public Houses()
        {
            var live = new ScarceCode().Get<Func<bool, bool, (int ObjectBytes, int BootBytes, int SecondBytes, int LargestBytes, string Table)>>(ChipMeter.Live);
            _lived = [live(false, false), live(true, false)];
            Dynamic = live(true, true);
        }

        /// <summary>With a broker, at prices that follow the market.</summary>
        public (int ObjectBytes, int BootBytes, int SecondBytes, int LargestBytes, string Table) Dynamic { get; }

        internal (int ObjectBytes, int BootBytes, int SecondBytes, int LargestBytes, string Table) this[bool hasBroker] => _lived[hasBroker ? 1 : 0];
    }
}
