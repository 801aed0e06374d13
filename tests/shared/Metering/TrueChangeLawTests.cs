using CsCheck;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Metering;

/// <summary>What really changes is taken within two minutes, with nothing lost and nothing counted twice.</summary>
public class TrueChangeLawTests
{
    private const int TwoMinutes = 120;

    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 3);

    // How often a telegram comes, and whether it has 1.4.0.
    public static TheoryData<int, bool> Meters => new() { { 1, true }, { 1, false }, { 10, true }, { 10, false } };

    [Theory]
    [MemberData(nameof(Meters))]
    public void Nothing_is_lost_or_counted_twice_whatever_happens(int interval, bool sendsDemand) =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                Random random = new(seed);
                ChangingMeter house = new(random, interval, sendsDemand);
                house.Run(TwoMinutes + random.Next(TwoMinutes));
                string kinds = "";
                for (int i = random.Next(1, 4); i > 0; i--)
                {
                    int kind = random.Next(ChangingMeter.Kinds);
                    kinds += " " + kind;
                    house.Change(kind);
                    house.Run(TwoMinutes + random.Next(TwoMinutes));
                }

                house.Meter.End();
                Assert.Equal((kinds, house.UsedWh, house.UsedLitres), (kinds, house.Meter.Ledger.SinceStart.ImportWh, house.Meter.Ledger.SinceStart.GasLitres));

                // A clock that is put back over midnight does not bring yesterday back.
                int day = (Belgium.Local(house.Utc - 1).Date - DateTime.UnixEpoch).Days;
                Assert.InRange(house.Meter.Ledger.TodayNumber, day, day + 1);
            },
            iter: Effort.Of(10, 40));

    [Theory]
    [MemberData(nameof(Meters))]
    public void A_change_is_taken_in_two_minutes(int interval, bool sendsDemand)
    {
        for (int kind = 0; kind < ChangingMeter.Kinds; kind++)
        {
            ChangingMeter house = new(new Random(kind), interval, sendsDemand);
            house.Run(TwoMinutes);
            house.Change(kind);
            house.Run(TwoMinutes);
            Assert.True(house.Utc == house.Meter.Quarter.Demand.StartUtc + house.Meter.Quarter.Demand.ElapsedSeconds, $"change {kind}");
            Assert.InRange(house.UsedWh - house.Meter.Ledger.SinceStart.ImportWh, 0, ChangingMeter.MostWatt * (LongestBehind(interval) + 1) / 3600);
        }
    }

    // The telegrams that are still to be borne out.
    private static int LongestBehind(int interval) => Meter.Followers * interval;

    private sealed class ChangingMeter
    {
        public const int Kinds = 12;
        public const int MostWatt = 7200;

        private readonly Random _random;
        private readonly int _interval;
        private readonly bool _sendsDemand;
        private readonly TestTelegram _telegram = new();
        private TestChannel _gas;
        private long _dayWs;
        private long _quarterWs;
        private int _meters;

        public ChangingMeter(Random random, int interval, bool sendsDemand)
        {
            _random = random;
            _interval = interval;
            _sendsDemand = sendsDemand;
            Utc = Start;
            _telegram.ImportDayWh = 1311025;
            _dayWs = _telegram.ImportDayWh.Value * 3600L;
            _gas = new TestChannel { Channel = 1, Type = TestChannel.Gas, Serial = "GAS0001", Litres = 92287, ReadAtUtc = Utc };
            _telegram.Channels.Add(_gas);
            Send();
        }

        public Meter Meter { get; } = new(TestMeter.Read(TestMeter.SeedRates));

        public long Utc { get; private set; }

        public int UsedWh { get; private set; }

        public int UsedLitres { get; private set; }

        public void Run(int seconds)
        {
            for (int i = 0; i < seconds; i += _interval)
            {
                Use(_interval);
                Send();
            }
        }

        public void Change(int kind)
        {
            switch (kind)
            {
                case 0:
                    Off(_random.Next(60, 6 * 3600));
                    break;
                case 1:
                    // Two years at 100 W, with readings of the gas meter.
                    Off(2 * 365 * 86400, 100);
                    break;
                case 2:
                    SetClock(_random.Next(30, 40 * 86400));
                    break;
                case 3:
                    SetClock(-_random.Next(1, 40 * 86400));
                    break;
                case 4:
                    Swap(_random.Next(1000, 1000000), 0);
                    break;
                case 5:
                    Swap(_telegram.ImportDayWh!.Value + 500000, _random.Next(1, 4));
                    break;
                case 6:
                    Swap(0, _random.Next(1, 4), empty: true);
                    break;
                case 7:
                    // To just below the end, as if by years; then over it.
                    Swap(999999999, 0);
                    Run(TwoMinutes);
                    _dayWs += 1000000000L * 3600;
                    break;
                case 8:
                    SwapGas(5, "GAS" + ++_meters);
                    break;
                case 9:
                    SwapGas(_gas.Litres!.Value + 70000, "GAS" + ++_meters);
                    break;
                case 10:
                    MoveGas(2);
                    Run(TwoMinutes);
                    MoveGas(1);
                    break;
                default:
                    // What the old meter counted after its last telegram nobody can know.
                    int usedWh = UsedWh;
                    Off(_random.Next(1800, 86400));
                    UsedWh = usedWh;
                    Swap(_telegram.ImportDayWh!.Value + 1000, _random.Next(1, 4));
                    break;
            }
        }

        private void Use(int seconds, int? watt = null)
        {
            int drawn = watt ?? _random.Next(100, MostWatt);
            long wsBefore = _dayWs;
            long end = Utc + seconds;
            _quarterWs = end / 900 == Utc / 900 ? _quarterWs + (drawn * (long)seconds) : drawn * (end % 900);
            Utc = end;
            _dayWs += drawn * (long)seconds;
            UsedWh += (int)((_dayWs / 3600) - (wsBefore / 3600));
            _telegram.ImportW = drawn;
            if (Utc - _gas.ReadAtUtc >= 300)
            {
                int litres = _random.Next(100);
                _gas.Litres += litres;
                UsedLitres += litres;
                _gas.ReadAtUtc = Utc;
            }
        }

        private void Send()
        {
            _telegram.Utc = Utc;
            _telegram.ImportDayWh = (int)(_dayWs / 3600 % 1000000000);
            _telegram.DemandW = _sendsDemand ? (int)(_quarterWs / 900) : null;
            byte[] bytes = _telegram.Bytes();
            Meter.Read(bytes, 0, bytes.Length);
        }

        private void Off(int seconds, int? watt = null) => Use(seconds, watt ?? _random.Next(100, 3000));

        private void SetClock(int seconds)
        {
            Utc += seconds;
            _gas.ReadAtUtc += seconds;

            // The meter begins its quarter anew.
            _quarterWs = 0;
        }

        // What was used before is in the last telegram of the old meter; the new one comes with a register of its own.
        private void Swap(int registerWh, int withoutSerial, bool empty = false)
        {
            _dayWs = registerWh * 3600L;
            _quarterWs = 0;
            for (int i = 0; i < withoutSerial; i++)
            {
                _telegram.Serial = empty ? "" : null;
                Utc++;
                Send();
            }

            _telegram.Serial = "1NEW" + ++_meters;
            Utc++;
            Send();
        }

        private void SwapGas(int litres, string serial)
        {
            SeeReading();
            _gas.Litres = litres;
            _gas.Serial = serial;
            _gas.ReadAtUtc = Utc;
        }

        // A reading that came just before the meter was taken away has none to bear it out.
        private void SeeReading()
        {
            while (Utc - _gas.ReadAtUtc < 10 * _interval)
            {
                Run(_interval);
            }
        }

        private void MoveGas(int channel)
        {
            SeeReading();
            _telegram.Channels.Remove(_gas);
            _gas = new TestChannel { Channel = channel, Type = TestChannel.Gas, Serial = _gas.Serial, Litres = _gas.Litres, ReadAtUtc = _gas.ReadAtUtc };
            _telegram.Channels.Add(_gas);
        }
    }
}
