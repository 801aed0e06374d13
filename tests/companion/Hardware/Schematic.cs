namespace MeterFirmware.Companion.Tests.Hardware;

/// <summary>A KiCad schematic of one sheet: its parts, and what its wires connect.</summary>
/// <remarks>
/// Only what the file says connects: ends of wires and pins on the same point, junctions, labels of the same name, and symbols of
/// power. Wires that cross without a junction do not.
/// </remarks>
internal sealed class Schematic
{
    private readonly Dictionary<(int X, int Y), (int X, int Y)> _joined = [];
    private readonly List<((int X, int Y) From, (int X, int Y) To)> _wires = [];
    private readonly List<(string Name, (int X, int Y) At)> _names = [];
    private readonly List<(string Part, string Pin, (int X, int Y) At)> _pins = [];
    private readonly List<(int X, int Y)> _open = [];
    private readonly List<(int X, int Y)> _junctions = [];

    private Schematic(SExpression file)
    {
        foreach (SExpression wire in file.All("wire"))
        {
            SExpression[] ends = [.. wire.One("pts").All("xy")];
            _wires.Add((Point(ends[0]), Point(ends[1])));
        }

        _junctions.AddRange(file.All("junction").Select(junction => Point(junction.One("at"))));
        _open.AddRange(file.All("no_connect").Select(open => Point(open.One("at"))));
        _names.AddRange(file.All("label").Select(label => (label.Text(1), Point(label.One("at")))));
        foreach (SExpression symbol in file.All("symbol"))
        {
            AddSymbol(symbol, file.One("lib_symbols").All("symbol").Single(kind => kind.Text(1) == symbol.One("lib_id").Text(1)));
        }

        Connect();
    }

    /// <summary>The parts, without the symbols of power, in no order.</summary>
    public List<SchematicPart> Parts { get; } = [];

    public static Schematic Read(string path) => new(SExpression.Parse(File.ReadAllText(path)));

    /// <summary>What is connected: <c>net part.pin</c>, sorted; the net of a pin that is marked as open is <c>not connected</c>.</summary>
    public string[] Connections() =>
    [
        .. _pins.Select(pin => $"{NetAt(pin.At)} {pin.Part}.{pin.Pin}").Order(StringComparer.Ordinal),
    ];

    private static (int X, int Y) Point(SExpression at) => (at.Thousandths(1), at.Thousandths(2));

    private static string Property(SExpression symbol, string name) =>
        symbol.All("property").Single(property => property.Text(1) == name).Text(2);

    // In a symbol y goes up, on the sheet down; the symbol turns against the clock.
    private static (int X, int Y) OnSheet((int X, int Y) symbol, int thousandthsOfDegree, (int X, int Y) pin) => thousandthsOfDegree switch
    {
        0 => (symbol.X + pin.X, symbol.Y - pin.Y),
        90_000 => (symbol.X - pin.Y, symbol.Y - pin.X),
        180_000 => (symbol.X - pin.X, symbol.Y + pin.Y),
        270_000 => (symbol.X + pin.Y, symbol.Y + pin.X),
        _ => throw new FormatException($"A symbol is turned by {thousandthsOfDegree} thousandths of a degree."),
    };

    private static bool IsOn((int X, int Y) point, ((int X, int Y) From, (int X, int Y) To) wire) =>
        Math.Min(wire.From.X, wire.To.X) <= point.X && point.X <= Math.Max(wire.From.X, wire.To.X)
        && Math.Min(wire.From.Y, wire.To.Y) <= point.Y && point.Y <= Math.Max(wire.From.Y, wire.To.Y)
        && (long)(wire.To.X - wire.From.X) * (point.Y - wire.From.Y) == (long)(wire.To.Y - wire.From.Y) * (point.X - wire.From.X);

    private void AddSymbol(SExpression symbol, SExpression kind)
    {
        if (symbol.All("mirror").Any())
        {
            throw new FormatException("A symbol is mirrored, which this reader does not know.");
        }

        SExpression at = symbol.One("at");
        string part = Property(symbol, "Reference");
        bool isPower = kind.All("power").Any();
        foreach (SExpression pin in kind.All("symbol").SelectMany(unit => unit.All("pin")))
        {
            (int X, int Y) point = OnSheet(Point(at), at.Thousandths(3), Point(pin.One("at")));
            if (!isPower)
            {
                _pins.Add((part, pin.One("number").Text(1), point));
            }
            else if (pin.Text(1) == "power_in")
            {
                _names.Add((Property(symbol, "Value"), point));
            }
        }

        if (!isPower)
        {
            Parts.Add(new SchematicPart(part, Property(symbol, "Value"), Property(symbol, "Footprint")));
        }
    }

    private void Connect()
    {
        foreach (((int X, int Y) from, (int X, int Y) to) in _wires)
        {
            Join(from, to);
        }

        foreach ((int X, int Y) point in _junctions.Concat(_names.Select(name => name.At)))
        {
            foreach (((int X, int Y) From, (int X, int Y) To) wire in _wires.Where(wire => IsOn(point, wire)))
            {
                Join(point, wire.From);
            }
        }

        foreach (IGrouping<string, (string Name, (int X, int Y) At)> same in _names.GroupBy(name => name.Name))
        {
            foreach ((string _, (int X, int Y) at) in same.Skip(1))
            {
                Join(same.First().At, at);
            }
        }
    }

    private string NetAt((int X, int Y) point)
    {
        if (_open.Contains(point))
        {
            return _wires.Exists(wire => IsOn(point, wire)) ? "a wire marked as not connected" : "not connected";
        }

        string[] names = [.. _names.Where(name => Root(name.At) == Root(point)).Select(name => name.Name).Distinct()];
        return names.Length == 0 ? "without name" : string.Join(" joined with ", names);
    }

    private (int X, int Y) Root((int X, int Y) point)
    {
        while (_joined.TryGetValue(point, out (int X, int Y) next))
        {
            point = next;
        }

        return point;
    }

    private void Join((int X, int Y) one, (int X, int Y) other)
    {
        (int X, int Y) root = Root(one);
        if (root != Root(other))
        {
            _joined[root] = Root(other);
        }
    }
}
