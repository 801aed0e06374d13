using MeterFirmware.Json;

namespace MeterFirmware.Tariffs;

/// <summary>Prices as they stand in the file, kept until it is known which rates there are.</summary>
internal sealed class NamedPrices
{
    /// <summary>Stands in place of the names of rates where a formula stands in place of prices.</summary>
    internal const string SpotName = "Spot";

    private const long MostTimes = 100000000;

    private static readonly string[] SpotNames = { "times", "plus", "step", "fallback" };

    private readonly JsonReader _json;
    private readonly string _path;
    private readonly int _start;
    private readonly string[] _names = new string[Rates.MostRates + 1];
    private readonly long[] _prices = new long[Rates.MostRates + 1];
    private readonly int[] _positions = new int[Rates.MostRates + 1];
    private readonly bool _isSingle;
    private readonly int _count;

    // Of a formula: what it adds.
    private NamedPrices? _plus;

    /// <summary>Reads the value that comes next: one price for all rates, an object with a price for each, or a formula.</summary>
    /// <param name="json">The file.</param>
    internal NamedPrices(JsonReader json)
    {
        _json = json;
        _path = json.Path;
        _start = json.Position;
        if (!json.IsObject)
        {
            _isSingle = true;
            _prices[0] = RatesReader.ReadPrice(json);
            return;
        }

        json.BeginObject();
        for (string? name = json.NextName(); name != null; name = json.NextName())
        {
            if (_count == _names.Length)
            {
                throw json.ErrorAt(_start, _path, "at most 4 rates can be used");
            }

            if (name == SpotName && _count == 0)
            {
                Spot = ReadFormula();
                if (json.NextName() != null)
                {
                    throw json.Expected("nothing can stand beside \"Spot\"; what is added by rate goes in its \"plus\"");
                }

                return;
            }

            _names[_count] = name;
            _positions[_count] = json.Position;
            _prices[_count] = RatesReader.ReadPrice(json);
            _count++;
        }
    }

    /// <summary>The formula by which the prices follow the market; null when they do not.</summary>
    internal SpotFormula? Spot { get; }

    /// <summary>Puts every price in its place, or what a formula adds.</summary>
    /// <param name="rates">Names the rates.</param>
    /// <param name="places">Is filled.</param>
    /// <exception cref="InvalidInputException">A rate has no price, or a price no rate.</exception>
    internal void ApplyTo(Rates rates, long[] places)
    {
        if (Spot != null)
        {
            _plus?.ApplyTo(rates, places);
            return;
        }

        string[] known = new string[rates.Count];
        for (int rate = 0; rate < known.Length; rate++)
        {
            known[rate] = rates.Name(rate);
            places[rate] = _prices[0];
        }

        // A name that is badly written comes before the price that it leaves without one.
        for (int i = 0; i < _count; i++)
        {
            int rate = IndexOf(_names[i], known, known.Length);
            if (rate < 0)
            {
                throw _json.ErrorAt(
                    _positions[i],
                    _path + "." + _names[i],
                    "there is no rate of this name, " + NearestName.Hint(_names[i], known));
            }

            places[rate] = _prices[i];
        }

        for (int rate = 0; rate < known.Length && !_isSingle; rate++)
        {
            if (IndexOf(known[rate], _names, _count) < 0)
            {
                throw _json.ErrorAt(_start, _path, "the price of \"" + known[rate] + "\" is missing");
            }
        }
    }

    private SpotFormula ReadFormula()
    {
        SpotFormula formula = new();
        int start = _json.Position;
        string path = _json.Path;
        bool hasTimes = false;
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "times":
                    formula.MillionthTimes = _json.ReadDecimal(6, -MostTimes, MostTimes);
                    hasTimes = true;
                    break;
                case "plus":
                    _plus = new NamedPrices(_json);
                    if (_plus.Spot != null)
                    {
                        throw _json.ErrorAt(start, path, "a formula cannot stand within a formula");
                    }

                    break;
                case "step":
                    int position = _json.Position;
                    string step = _json.ReadText();
                    formula.IsHourly = step == "hour";
                    if (!formula.IsHourly && step != "quarter")
                    {
                        throw _json.ErrorAt(position, "\"quarter\" or \"hour\" was expected, found \"" + step + "\"");
                    }

                    break;
                case "fallback":
                    formula.FallbackNanoEuroPerWh = RatesReader.ReadPrice(_json);
                    break;
                default:
                    throw _json.UnknownName(name, SpotNames);
            }
        }

        return hasTimes ? formula : throw _json.ErrorAt(start, path, "the factor of the spot price, \"times\", is missing");
    }

    private static int IndexOf(string name, string[] names, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
