using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Time;

namespace MeterFirmware.Tariffs;

/// <summary>Reads <c>rates.json</c>. All of it is right and becomes <see cref="Rates"/>, or an error says what is not.</summary>
/// <remarks>
/// <code>
/// {
///   "$schema": "docs/rates.schema.json",             for editors (optional)
///   "from": "2027-01-01",                            the first day they are meant for (optional)
///   "Electricity": {
///     "+": { "Day": 0.3214, "Night": 0.2225 },       EUR/kWh taken; one number for both; or a price for each band
///     "-": { "Spot": { "times": 1.0, "plus": -0.0131 } },  EUR/kWh given (optional); here by the market: spot x times + plus
///     "bands": { "Peak": ["17-22"], "Rest": ["22-17"] },   hours, when the clock decides (optional)
///     "feePerYear": 90.0                             EUR a year (optional, for each utility)
///   },
///   "Gas": { "+": 0.137, "per": "kWh", "cnv": ["kWh", 11.51] },   EUR/kWh, or EUR/m3 without per; cnv adds a line in kWh
///   "Water": { "+": 6.2 },                           EUR/m3
///   "Capacity": { "perKwYear": 53.13, "floorKw": 2.5, "floorOn": "month" }
/// }
/// </code>
/// </remarks>
public sealed class RatesReader
{
    // Prices have six decimals, so that EUR per kWh or m3 is a whole number of nano-euro per Wh or litre.
    private const int PriceDecimals = 6;
    private const long HighestPrice = 1000000000;
    private const long HighestFee = 100000000000000;
    private const int None = -1;
    private const long HighestYearWh = 1000000000;
    private const int LongestName = 12;
    private const string KilowattHour = "kWh";

    private static readonly string[] Utilities = { "Electricity", "Gas", "Water", "Capacity", "from" };
    private static readonly string[] ElectricityNames = { "+", "-", "bands", "feePerYear" };
    private static readonly string[] GasNames = { "+", "per", "cnv", "feePerYear" };
    private static readonly string[] WaterNames = { "+", "feePerYear" };
    private static readonly string[] CapacityNames = { "perKwYear", "floorKw", "floorOn", "ceilingPerKwh", "networkPerKwh", "kwhPerYear" };
    private static readonly string[] FloorKinds = { "month", "mean" };

    private readonly JsonReader _json;
    private readonly Rates _rates = new();

    private RatesReader(JsonReader json)
    {
        _json = json;
    }

    /// <summary>Reads rates.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>The rates.</returns>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what.</exception>
    public static Rates Read(byte[] json, int count) => Read(new ByteSource(json, count));

    /// <summary>Reads rates.</summary>
    /// <param name="json">UTF-8.</param>
    /// <returns>The rates.</returns>
    /// <exception cref="InvalidInputException">Something is not as it should be; the message says where and what.</exception>
    public static Rates Read(ByteSource json)
    {
        RatesReader reader = new(new JsonReader(json));
        reader.ReadFile();
        return reader._rates;
    }

    private void ReadFile()
    {
        int start = _json.Position;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "Electricity":
                    ReadElectricity();
                    break;
                case "Gas":
                    ReadGasOrWater(isGas: true);
                    break;
                case "Water":
                    ReadGasOrWater(isGas: false);
                    break;
                case "Capacity":
                    ReadCapacity();
                    break;
                case "from":
                    _rates.FromDay = ReadDay(_json);
                    break;
                case "$schema":
                    _json.ReadText();
                    break;
                default:
                    throw _json.UnknownName(name, Utilities);
            }
        }

        _json.End();
        if (!_rates.HasElectricity && !_rates.HasGas && !_rates.HasWater)
        {
            throw _json.ErrorAt(start, "at least one of Electricity, Gas and Water was expected");
        }
    }

    /// <summary>Reads a date.</summary>
    /// <param name="json">Before it.</param>
    /// <returns>Days since 1970-01-01.</returns>
    internal static int ReadDay(JsonReader json)
    {
        int position = json.Position;
        string date = json.ReadText();
        int day = CivilDate.Parse(date);
        if (day == CivilDate.None)
        {
            throw json.ErrorAt(position, "a date such as \"2027-01-01\" was expected, found \"" + date + "\"");
        }

        return day;
    }

    private void ReadElectricity()
    {
        int start = _json.Position;
        string path = _json.Path;
        NamedPrices? imports = null;
        NamedPrices? exports = null;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "+":
                    imports = new NamedPrices(_json);
                    break;
                case "-":
                    exports = new NamedPrices(_json);
                    break;
                case "bands":
                    ReadBands();
                    break;
                case "feePerYear":
                    _rates.ElectricityFeeNanoEuroPerYear = ReadFee();
                    break;
                default:
                    throw _json.UnknownName(name, ElectricityNames);
            }
        }

        if (imports == null)
        {
            throw _json.ErrorAt(start, path, "the price of import, \"+\", is missing");
        }

        imports.ApplyTo(_rates, _rates.Imports);
        exports?.ApplyTo(_rates, _rates.Exports);
        _rates.ImportSpot = imports.Spot;
        _rates.ExportSpot = exports?.Spot;
        _rates.HasElectricity = true;
    }

    private void ReadGasOrWater(bool isGas)
    {
        int start = _json.Position;
        string path = _json.Path;
        int pricedAt = -1;
        int perKwhAt = -1;
        long price = 0;
        long fee = 0;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "+":
                    pricedAt = _json.Position;
                    price = ReadPrice(_json);
                    break;
                case "feePerYear":
                    fee = ReadFee();
                    break;
                case "per" when isGas:
                    int position = _json.Position;
                    perKwhAt = IsPerKilowattHour() ? position : -1;
                    break;
                case "cnv" when isGas:
                    ReadConversion();
                    break;
                default:
                    throw _json.UnknownName(name, isGas ? GasNames : WaterNames);
            }
        }

        if (pricedAt < 0)
        {
            throw _json.ErrorAt(start, path, "the price, \"+\", is missing");
        }

        if (perKwhAt >= 0)
        {
            if (_rates.GasUnit != KilowattHour || _rates.GasMicroUnitsPerCubicMetre == 0)
            {
                throw _json.ErrorAt(perKwhAt, path + ".per", "a price per kWh needs the kWh in a m3 from the bill, as in \"cnv\": [\"kWh\", 11.51]");
            }

            // 1000 EUR/kWh x 1000 kWh/m3 is 1e18.
            price = FixedPoint.Round(price * _rates.GasMicroUnitsPerCubicMetre, 6);
            if (price > HighestPrice || price < -HighestPrice)
            {
                throw _json.ErrorAt(pricedAt, path + ".+", "a price from -1000 to 1000 a m3 was expected, by \"cnv\" it is more");
            }
        }

        if (isGas)
        {
            _rates.HasGas = true;
            _rates.GasNanoEuroPerLitre = price;
            _rates.GasFeeNanoEuroPerYear = fee;
        }
        else
        {
            _rates.HasWater = true;
            _rates.WaterNanoEuroPerLitre = price;
            _rates.WaterFeeNanoEuroPerYear = fee;
        }
    }

    private void ReadCapacity()
    {
        int start = _json.Position;
        string path = _json.Path;
        bool priced = false;
        bool hasNetwork = false;
        int ceilingAt = None;
        Capacity capacity = _rates.Capacity;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "perKwYear":
                    capacity.NanoEuroPerKwYear = _json.ReadDecimal(PriceDecimals, 0, HighestPrice) * 1000;
                    priced = true;
                    break;
                case "floorKw":
                    capacity.FloorW = (int)_json.ReadDecimal(3, 0, 100000);
                    break;
                case "ceilingPerKwh":
                    ceilingAt = _json.Position;
                    capacity.CeilingNanoEuroPerWh = _json.ReadDecimal(PriceDecimals, 0, HighestPrice);
                    break;
                case "networkPerKwh":
                    capacity.NetworkNanoEuroPerWh = _json.ReadDecimal(PriceDecimals, 0, HighestPrice);
                    hasNetwork = true;
                    break;
                case "kwhPerYear":
                    capacity.YearWh = _json.ReadDecimal(3, 0, HighestYearWh);
                    break;
                case "floorOn":
                    int position = _json.Position;
                    string kind = _json.ReadText();
                    if (kind != FloorKinds[0] && kind != FloorKinds[1])
                    {
                        throw _json.ErrorAt(position, "\"month\" or \"mean\" was expected, found \"" + kind + "\"");
                    }

                    capacity.FloorOnMean = kind == FloorKinds[1];
                    break;
                default:
                    throw _json.UnknownName(name, CapacityNames);
            }
        }

        if (!priced)
        {
            throw _json.ErrorAt(start, path, "the price of a kW a year, \"perKwYear\", is missing");
        }

        if (ceilingAt != None && !hasNetwork)
        {
            throw _json.ErrorAt(ceilingAt, path, "the ceiling counts with the network's price per kWh, \"networkPerKwh\", which is missing");
        }
    }

    private bool IsPerKilowattHour()
    {
        int position = _json.Position;
        string unit = _json.ReadText();
        if (unit != KilowattHour && unit != "m3")
        {
            throw _json.ErrorAt(position, "\"kWh\" or \"m3\" was expected, found \"" + unit + "\"");
        }

        return unit == KilowattHour;
    }

    private void ReadConversion()
    {
        _json.BeginList();
        if (!_json.NextItem())
        {
            throw _json.Expected("[\"kWh\", 11.51] was expected");
        }

        int position = _json.Position;
        string unit = _json.ReadText();
        if (unit.Length == 0 || unit.Length > LongestName)
        {
            throw _json.ErrorAt(position, "a unit of 1 to 12 characters was expected");
        }

        if (!_json.NextItem())
        {
            throw _json.ErrorAt(position, "a unit and a number were expected, as in [\"kWh\", 11.51]");
        }

        _rates.GasUnit = unit;
        _rates.GasMicroUnitsPerCubicMetre = _json.ReadDecimal(PriceDecimals, 0, HighestPrice);
        position = _json.Position;
        if (_json.NextItem())
        {
            throw _json.ErrorAt(position, "a unit and one number were expected, as in [\"kWh\", 11.51]");
        }
    }

    private void ReadBands()
    {
        TimeBands bands = new();
        int start = _json.Position;
        string path = _json.Path;
        int count = 0;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            if (count == Rates.MostRates)
            {
                throw _json.ErrorAt(start, path, "at most 4 bands can be used");
            }

            if (name == NamedPrices.SpotName)
            {
                throw _json.Expected("\"Spot\" is the market's price, and no name of a band");
            }

            if (name.Length == 0 || name.Length > LongestName)
            {
                throw _json.Expected("a band's name has 1 to 12 characters; its hours were expected");
            }

            _rates.Names[count] = name;
            _json.BeginList();
            while (_json.NextItem())
            {
                ReadHours(bands, count);
            }

            count++;
        }

        for (int quarter = 0; quarter < BelgianTime.QuartersPerDay; quarter++)
        {
            if (bands.RateOf(quarter) == TimeBands.Unset)
            {
                throw _json.ErrorAt(start, path, "the bands must cover the day, " + ClockHours.Clock(quarter) + " is in none");
            }
        }

        _rates.Count = count;
        _rates.Bands = bands;
    }

    private void ReadHours(TimeBands bands, int band)
    {
        int position = _json.Position;
        string hours = _json.ReadText();
        ClockHours parsed = new(hours);
        if (!parsed.IsValid)
        {
            throw _json.ErrorAt(position, "hours such as \"7-11\" or \"21:30-6\" were expected, found \"" + hours + "\"");
        }

        for (int i = 0; i < parsed.Quarters; i++)
        {
            int quarter = (parsed.From + i) % BelgianTime.QuartersPerDay;
            if (bands.RateOf(quarter) != TimeBands.Unset)
            {
                throw _json.ErrorAt(
                    position,
                    ClockHours.Clock(quarter) + " is already in \"" + _rates.Names[bands.RateOf(quarter)] + "\"");
            }

            bands.Set(quarter, band);
        }
    }

    private long ReadFee() => _json.ReadDecimal(9, 0, HighestFee);

    internal static long ReadPrice(JsonReader json) => json.ReadDecimal(PriceDecimals, -HighestPrice, HighestPrice);
}
