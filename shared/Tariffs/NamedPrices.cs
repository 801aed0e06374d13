using MeterFirmware.Json;

namespace MeterFirmware.Tariffs;

/// <summary>Prices as they stand in the file, kept until it is known which rates there are.</summary>
internal sealed class NamedPrices
{
    private readonly JsonReader _json;
    private readonly string _path;
    private readonly int _start;
    private readonly string[] _names = new string[Rates.MostRates + 1];
    private readonly long[] _prices = new long[Rates.MostRates + 1];
    private readonly int[] _positions = new int[Rates.MostRates + 1];
    private readonly bool _isSingle;
    private readonly int _count;

    /// <summary>Reads the value that comes next: one price for all rates, or an object with a price for each.</summary>
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

            _names[_count] = name;
            _positions[_count] = json.Position;
            _prices[_count] = RatesReader.ReadPrice(json);
            _count++;
        }
    }

    /// <summary>Puts every price in its place.</summary>
    /// <param name="rates">Names the rates.</param>
    /// <param name="places">Is filled.</param>
    /// <exception cref="InvalidInputException">A rate has no price, or a price no rate.</exception>
    internal void ApplyTo(Rates rates, long[] places)
    {
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
