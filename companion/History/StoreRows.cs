namespace MeterFirmware.Companion.History;

/// <summary>How facts and sums stand in the columns of a store: each list of names, and a way there and back in the same order.</summary>
internal static class StoreRows
{
    public const string ReadingColumns =
        "utc, delay, import_day, import_night, export_day, export_night, serial, gas, gas_utc, gas_serial, water, water_utc, water_serial, "
        + "money_delay, epoch, import_cost, export_cost, gas_cost, water_cost, fee, unpriced, estimated, demand, demand_seen, "
        + "import_price, import_night_price, export_price, export_night_price, market";

    public const string ImportedColumns =
        "medium, utc, seconds, source, amount, amount_night, given, given_night, peak, peak_utc, price, given_price, cost, earned, fee, other, unpriced, measured, gap, estimated";

    public const string DayColumns =
        "day, import, import_night, export, export_night, gas, water, peak, peak_utc, import_cost, export_cost, gas_cost, water_cost, fee, other, unpriced, measured, gap, estimated, sources";

    private const int ImportAtMarket = 1;
    private const int ExportAtMarket = 2;
    private const int Rounded = 4;

    /// <summary>A statement that puts a row in, and in the place of the one that was there.</summary>
    /// <param name="table">Which table.</param>
    /// <param name="columns">Its columns behind <c>meter</c>.</param>
    /// <param name="keys">How many of these are its key.</param>
    public static string Put(string table, string columns, int keys)
    {
        string[] names = columns.Split(", ");
        return $"insert into {table} (meter, {columns}) values ({string.Join(", ", Enumerable.Range(1, names.Length + 1).Select(i => $"${i}"))}) "
            + $"on conflict (meter, {string.Join(", ", names[..keys])}) do update set {string.Join(", ", names[keys..].Select(name => $"{name} = excluded.{name}"))}";
    }

    public static object?[] Values(int meter, MeterReading reading)
    {
        (ElectricityRegisters? electricity, BookedMoney? money, QuarterPrices? prices) = (reading.Electricity, reading.Money, reading.Prices);
        return
        [
            meter, reading.BoundaryUtc,
            electricity?.DelaySeconds, electricity?.ImportDayWh, electricity?.ImportNightWh, electricity?.ExportDayWh, electricity?.ExportNightWh, electricity?.Serial ?? StoreSession.NoText,
            reading.Gas?.Litres, reading.Gas?.ReadUtc, reading.Gas?.Serial ?? StoreSession.NoText, reading.Water?.Litres, reading.Water?.ReadUtc, reading.Water?.Serial ?? StoreSession.NoText,
            money?.DelaySeconds, money?.EpochUtc, money?.Import, money?.Export, money?.Gas, money?.Water, money?.Fee, money?.UnpricedWh, money?.EstimatedWh,
            reading.Demand?.W, reading.Demand?.SeenSeconds,
            prices?.Import, prices?.ImportNight, prices?.Export, prices?.ExportNight,
            prices == null ? null : (prices.IsImportAtMarket ? ImportAtMarket : 0) + (prices.IsExportAtMarket ? ExportAtMarket : 0) + (prices.IsRounded ? Rounded : 0),
        ];
    }

    public static MeterReading Reading(StoreRow row)
    {
        long utc = row.Long();
        ElectricityRegisters? electricity = row.IntOrNull() is int delay
            ? new ElectricityRegisters(delay, row.IntOrNull(), row.IntOrNull(), row.IntOrNull(), row.IntOrNull()) { Serial = row.Text() }
            : Skip<ElectricityRegisters>(row, 5);
        VolumeRegister? gas = row.IntOrNull() is int gasLitres ? new VolumeRegister(gasLitres, row.Long(), row.Text()) : Skip<VolumeRegister>(row, 2);
        VolumeRegister? water = row.IntOrNull() is int waterLitres ? new VolumeRegister(waterLitres, row.Long(), row.Text()) : Skip<VolumeRegister>(row, 2);
        BookedMoney? money = row.IntOrNull() is int moneyDelay
            ? new BookedMoney(moneyDelay, row.Long(), row.Long(), row.Long(), row.Long(), row.Long(), row.Long()) { UnpricedWh = row.Long(), EstimatedWh = row.Long() }
            : Skip<BookedMoney>(row, 8);
        QuarterDemandSeen? demand = row.IntOrNull() is int watt ? new QuarterDemandSeen(watt, row.Int()) : Skip<QuarterDemandSeen>(row, 1);
        (long? import, long? importNight, long? export, long? exportNight, int? market) = (row.LongOrNull(), row.LongOrNull(), row.LongOrNull(), row.LongOrNull(), row.IntOrNull());
        return new MeterReading(utc)
        {
            Electricity = electricity,
            Gas = gas,
            Water = water,
            Money = money,
            Demand = demand,
            Prices = market is not int flags ? null : new QuarterPrices(import, export)
            {
                ImportNight = importNight,
                ExportNight = exportNight,
                IsImportAtMarket = (flags & ImportAtMarket) != 0,
                IsExportAtMarket = (flags & ExportAtMarket) != 0,
                IsRounded = (flags & Rounded) != 0,
            },
        };
    }

    /// <summary>A row of one medium, see <see cref="Timeline.Split"/>.</summary>
    public static object?[] ImportedValues(int meter, HistoryRow row)
    {
        HistoryMedium medium = Timeline.MediumOf(row);
        bool isElectricity = medium == HistoryMedium.Electricity;
        return
        [
            meter, (int)medium, row.StartUtc, row.Seconds, (int)row.Sources,
            isElectricity ? row.ImportWh : row.GasLitres ?? row.WaterLitres, row.ImportNightWh, row.ExportWh, row.ExportNightWh, row.PeakW, row.PeakStartUtc,
            row.ImportPrice, row.ExportPrice, isElectricity ? row.ImportNanoEuro : row.GasNanoEuro ?? row.WaterNanoEuro, row.ExportNanoEuro, row.FeeNanoEuro, row.OtherNanoEuro,
            row.UnpricedWh, row.MeasuredSeconds, row.GapSeconds, row.IsEstimated ? 1 : 0,
        ];
    }

    public static HistoryRow Imported(StoreRow row)
    {
        HistoryMedium medium = (HistoryMedium)row.Int();
        HistoryRow empty = new(row.Long(), row.Int()) { Sources = (HistorySources)row.Int() };
        long? amount = row.LongOrNull();
        HistoryRow told = empty with
        {
            ImportNightWh = row.LongOrNull(),
            ExportWh = row.LongOrNull(),
            ExportNightWh = row.LongOrNull(),
            PeakW = row.IntOrNull(),
            PeakStartUtc = row.LongOrNull(),
            ImportPrice = row.LongOrNull(),
            ExportPrice = row.LongOrNull(),
        };
        long? cost = row.LongOrNull();
        told = told with
        {
            ExportNanoEuro = row.LongOrNull(),
            FeeNanoEuro = row.LongOrNull(),
            OtherNanoEuro = row.LongOrNull(),
            UnpricedWh = row.Long(),
            MeasuredSeconds = row.Int(),
            GapSeconds = row.Int(),
            IsEstimated = row.Int() != 0,
        };
        return medium switch
        {
            HistoryMedium.Gas => told with { GasLitres = amount, GasNanoEuro = cost },
            HistoryMedium.Water => told with { WaterLitres = amount, WaterNanoEuro = cost },
            _ => told with { ImportWh = amount, ImportNanoEuro = cost },
        };
    }

    public static object?[] DayValues(int meter, int day, HistoryRow row) =>
    [
        meter, day, row.ImportWh, row.ImportNightWh, row.ExportWh, row.ExportNightWh, row.GasLitres, row.WaterLitres, row.PeakW, row.PeakStartUtc,
        row.ImportNanoEuro, row.ExportNanoEuro, row.GasNanoEuro, row.WaterNanoEuro, row.FeeNanoEuro, row.OtherNanoEuro,
        row.UnpricedWh, row.MeasuredSeconds, row.GapSeconds, row.IsEstimated ? 1 : 0, (int)row.Sources,
    ];

    public static HistoryRow Day(StoreRow row)
    {
        int day = row.Int();
        long startUtc = Time.BelgianTime.DayStartUtc(day);
        return new HistoryRow(startUtc, (int)(Time.BelgianTime.DayStartUtc(day + 1) - startUtc))
        {
            ImportWh = row.LongOrNull(),
            ImportNightWh = row.LongOrNull(),
            ExportWh = row.LongOrNull(),
            ExportNightWh = row.LongOrNull(),
            GasLitres = row.LongOrNull(),
            WaterLitres = row.LongOrNull(),
            PeakW = row.IntOrNull(),
            PeakStartUtc = row.LongOrNull(),
            ImportNanoEuro = row.LongOrNull(),
            ExportNanoEuro = row.LongOrNull(),
            GasNanoEuro = row.LongOrNull(),
            WaterNanoEuro = row.LongOrNull(),
            FeeNanoEuro = row.LongOrNull(),
            OtherNanoEuro = row.LongOrNull(),
            UnpricedWh = row.Long(),
            MeasuredSeconds = row.Int(),
            GapSeconds = row.Int(),
            IsEstimated = row.Int() != 0,
            Sources = (HistorySources)row.Int(),
        };
    }

    private static T? Skip<T>(StoreRow row, int columns)
        where T : class
    {
        for (int i = 0; i < columns; i++)
        {
            row.Text();
        }

        return null;
    }
}
