using MeterFirmware.Companion.History;

namespace MeterFirmware.Companion.Tests.History;

/// <summary>What a house counts, quarter by quarter, made by a seed; and the sums of it, by arithmetic of its own.</summary>
internal sealed class HouseFacts
{
    public const int Quarter = 900;

    private readonly Random _random;

    /// <summary>Makes the facts.</summary>
    /// <param name="seed">Which house.</param>
    /// <param name="startUtc">The first boundary.</param>
    /// <param name="quarters">How many quarters.</param>
    /// <param name="missing">Of how many per cent of the boundaries nothing is known.</param>
    /// <param name="hasGas">Whether there is gas.</param>
    public HouseFacts(int seed, long startUtc, int quarters, int missing = 0, bool hasGas = true)
    {
        _random = new Random(seed);
        int[] registers = [_random.Next(5_000_000), _random.Next(5_000_000), _random.Next(3_000_000), _random.Next(3_000_000)];
        int gas = _random.Next(1_000_000);
        long[] money = new long[5];
        for (int i = 0; i <= quarters; i++)
        {
            long utc = startUtc + (i * (long)Quarter);
            QuarterPrices prices = new(_random.Next(-50, 400) * 1000, _random.Next(-80, 200) * 1000) { IsImportAtMarket = true, IsExportAtMarket = true };
            int[] use = [0, 0, 0, 0];
            int gasUse = 0;
            if (i > 0)
            {
                use[_random.Next(2)] = _random.Next(1500);
                use[2 + _random.Next(2)] = _random.Next(3) == 0 ? _random.Next(900) : 0;
                gasUse = _random.Next(4) == 0 ? _random.Next(400) : 0;
            }

            for (int j = 0; j < 4; j++)
            {
                registers[j] += use[j];
            }

            gas += gasUse;
            money[0] += (use[0] + use[1]) * prices.Import!.Value;
            money[1] += (use[2] + use[3]) * prices.Export!.Value;
            money[2] += gasUse * 1_500_000L;
            money[4] += 31_963_470;
            Uses.Add(new Use(utc, use[0], use[1], use[2], use[3], gasUse, prices));
            MeterReading reading = new(utc)
            {
                Electricity = new ElectricityRegisters(0, registers[0], registers[1], registers[2], registers[3]) { Serial = "1SAG9900000017" },
                Gas = hasGas ? new VolumeRegister(gas, utc - 30, "7FLO2100000041") : null,
                Money = new BookedMoney(0, startUtc, money[0], money[1], money[2], money[3], money[4]),
                Prices = i == 0 ? null : prices,
            };
            if (i == 0 || i == quarters || _random.Next(100) >= missing)
            {
                Readings.Add(reading);
            }
        }
    }

    /// <summary>The readings, in their order.</summary>
    public List<MeterReading> Readings { get; } = [];

    /// <summary>What each quarter used; the first is of none.</summary>
    public List<Use> Uses { get; } = [];

    /// <summary>The readings in pieces as collectors see them: each part by itself, some of them twice and some later ones that are worse.</summary>
    public List<MeterReading> Pieces(int seed)
    {
        Random random = new(seed);
        List<MeterReading> pieces = [];
        foreach (MeterReading whole in Readings)
        {
            MeterReading empty = new(whole.BoundaryUtc);
            pieces.Add(empty with { Electricity = whole.Electricity });
            pieces.Add(empty with { Gas = whole.Gas, Prices = whole.Prices });
            pieces.Add(empty with { Money = whole.Money });
            if (random.Next(3) == 0)
            {
                pieces.Add(whole);
            }

            // What another collector saw ten seconds later.
            ElectricityRegisters late = whole.Electricity! with { DelaySeconds = 10, ImportDayWh = whole.Electricity.ImportDayWh + 7 };
            pieces.Add(empty with { Electricity = late, Money = whole.Money! with { DelaySeconds = 20, Import = whole.Money.Import + 99 } });
        }

        MeterReading[] mixed = [.. pieces];
        random.Shuffle(mixed);
        return [.. mixed];
    }

    /// <summary>A quarter that ended, and what was used in it.</summary>
    internal sealed record Use(long EndUtc, int ImportDayWh, int ImportNightWh, int ExportDayWh, int ExportNightWh, int GasLitres, QuarterPrices Prices)
    {
        public int ImportWh => ImportDayWh + ImportNightWh;

        public int ExportWh => ExportDayWh + ExportNightWh;
    }
}
