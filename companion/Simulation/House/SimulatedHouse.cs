namespace MeterFirmware.Companion.Simulation.House;

/// <summary>
/// What a house draws, gives and burns, in whole numbers. All of it follows from the seed and the simulated time: coarse
/// steps pass through the same moments as fine ones.
/// </summary>
internal sealed class SimulatedHouse
{
    /// <summary>Phases that the appliances are spread over.</summary>
    public const int PhaseCount = 3;

    private const int SolarPhase = 1;

    private readonly Appliance[] _appliances;
    private readonly RooftopSolar? _solar;
    private readonly GasBoiler? _boiler;
    private readonly WaterDraws _water;
    private readonly int[] _phasesW = new int[PhaseCount];

    /// <summary>Builds a house.</summary>
    /// <param name="seed">Any number; another seed is another household.</param>
    /// <param name="startUtc">The moment it stands at first, UTC seconds since 1970.</param>
    /// <param name="options">What it has.</param>
    public SimulatedHouse(int seed, long startUtc, HouseOptions options)
        : this(seed, startUtc, options, UsualAppliances(seed, options))
    {
    }

    /// <summary>Builds a house with appliances of one's own.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="startUtc">The moment it stands at first, UTC seconds since 1970.</param>
    /// <param name="options">Whether it has panels and a boiler.</param>
    /// <param name="appliances">What draws power; each is told what those before it draw.</param>
    public SimulatedHouse(int seed, long startUtc, HouseOptions options, Appliance[] appliances)
    {
        _appliances = appliances;
        _solar = options.HasSolar ? new RooftopSolar(seed) : null;
        _boiler = options.HasBoiler ? new GasBoiler(seed) : null;
        _water = new WaterDraws(seed);
        TimeUtc = startUtc;
        LiveThroughMoment();
    }

    /// <summary>The moment that the values belong to, UTC seconds since 1970.</summary>
    public long TimeUtc { get; private set; }

    /// <summary>W that the appliances draw, 0 or more.</summary>
    public int DrawnW { get; private set; }

    /// <summary>W that the panels give, 0 or more.</summary>
    public int SolarW { get; private set; }

    /// <summary>W taken from the grid; negative when the house gives.</summary>
    public int NetW => DrawnW - SolarW;

    /// <summary>Gas that is burnt, millilitres per second.</summary>
    public int GasMillilitresPerSecond { get; private set; }

    /// <summary>Water that is drawn, millilitres per second.</summary>
    public int WaterMillilitresPerSecond { get; private set; }

    /// <summary>W taken on a phase; negative when it gives. The three add up to <see cref="NetW"/>.</summary>
    /// <param name="phase">1 to 3.</param>
    /// <returns>W.</returns>
    public int PhaseW(int phase) => _phasesW[phase - 1];

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">1 or more; the values are those at the end.</param>
    public void Step(int seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        TimeUtc += seconds;
        LiveThroughMoment();
    }

    private static Appliance[] UsualAppliances(int seed, HouseOptions options)
    {
        List<Appliance> appliances = [new BaseLoad(seed), new Lights(seed), new Kitchen(seed)];
        if (options.HasHeatPump)
        {
            appliances.Add(new HeatPump(seed));
        }

        if (options.HasCharger)
        {
            appliances.Add(new EvCharger(seed, options.ChargerCeilingW));
        }

        return appliances.ToArray();
    }

    private void LiveThroughMoment()
    {
        Moment now = new(TimeUtc);
        Array.Clear(_phasesW);
        DrawnW = 0;
        foreach (Appliance appliance in _appliances)
        {
            int powerW = appliance.PowerW(now, DrawnW);
            DrawnW += powerW;
            _phasesW[appliance.Phase - 1] += powerW;
        }

        SolarW = _solar?.PowerW(now) ?? 0;
        _phasesW[SolarPhase - 1] -= SolarW;
        GasMillilitresPerSecond = _boiler?.MillilitresPerSecond(now) ?? 0;
        WaterMillilitresPerSecond = _water.MillilitresPerSecond(now);
    }
}

/// <summary>What a simulated house has. Every house has a base load, lights, a kitchen and water.</summary>
internal sealed record HouseOptions
{
    /// <summary>Whether there are solar panels on the roof.</summary>
    public bool HasSolar { get; init; } = true;

    /// <summary>Whether a car is charged.</summary>
    public bool HasCharger { get; init; } = true;

    /// <summary>Whether a heat pump helps the boiler.</summary>
    public bool HasHeatPump { get; init; } = true;

    /// <summary>Whether there is a gas boiler.</summary>
    public bool HasBoiler { get; init; } = true;

    /// <summary>W that the house stays below while the car charges; <see cref="int.MaxValue"/> for no such limit.</summary>
    public int ChargerCeilingW { get; init; } = int.MaxValue;
}
