using MeterFirmware.Companion.Simulation.House;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Simulation;

/// <summary>A digital meter in front of a simulated house: it lets the house live and counts what passes.</summary>
internal sealed class SimulatedMeter
{
    private const int LongestStepSeconds = 60;
    private const int MBusIntervalSeconds = 300;

    private readonly SimulatedHouse _house;
    private readonly PhaseMeter _phases;
    private readonly SimulatedSubMeter[] _subMeters;
    private readonly EnergyRegister _importDay = new();
    private readonly EnergyRegister _importNight = new();
    private readonly EnergyRegister _exportDay = new();
    private readonly EnergyRegister _exportNight = new();
    private DemandRegister _demand;

    /// <summary>Installs a meter with all registers at 0 and no history.</summary>
    /// <param name="seed">The seed of the house.</param>
    /// <param name="house">The house; from now on the meter lets its time pass.</param>
    /// <param name="options">The kind of meter.</param>
    public SimulatedMeter(int seed, SimulatedHouse house, MeterOptions options)
    {
        _house = house;
        _phases = new PhaseMeter(seed, options.Grid);
        _demand = new DemandRegister(house.TimeUtc);
        Options = options;
        Serial = options.Serial;

        List<SimulatedSubMeter> subMeters = [];
        if (options.HasWater && (options.WaterFirst || !options.HasGas))
        {
            subMeters.Add(Water = new SimulatedSubMeter(1, SubMeter.Water, options.WaterSerial, house.TimeUtc));
        }

        if (options.HasGas)
        {
            subMeters.Add(Gas = new SimulatedSubMeter(subMeters.Count + 1, SubMeter.Gas, options.GasSerial, house.TimeUtc));
        }

        if (options.HasWater && Water is null)
        {
            subMeters.Add(Water = new SimulatedSubMeter(subMeters.Count + 1, SubMeter.Water, options.WaterSerial, house.TimeUtc));
        }

        _subMeters = subMeters.ToArray();
        _phases.Measure(house);
    }

    /// <summary>The kind of meter.</summary>
    public MeterOptions Options { get; }

    /// <summary>Serial number of the meter that hangs there now.</summary>
    public string Serial { get; private set; }

    /// <summary>The meter's clock, UTC seconds since 1970.</summary>
    public long TimeUtc => _house.TimeUtc;

    /// <summary>The rate that counts now: 1 (day) on Monday to Friday from 07:00 to 22:00 local time, else 2 (night).</summary>
    public int ActiveRate => IsDayRate(TimeUtc) ? 1 : 2;

    /// <summary>W taken from the grid, net over the phases, 0 or more.</summary>
    public int ImportW => Math.Max(_house.NetW, 0);

    /// <summary>W given to the grid, net over the phases, 0 or more.</summary>
    public int ExportW => Math.Max(-_house.NetW, 0);

    /// <summary>Import register of the day rate, Wh.</summary>
    public int ImportDayWh => _importDay.ShownWh;

    /// <summary>Import register of the night rate, Wh.</summary>
    public int ImportNightWh => _importNight.ShownWh;

    /// <summary>Export register of the day rate, Wh.</summary>
    public int ExportDayWh => _exportDay.ShownWh;

    /// <summary>Export register of the night rate, Wh.</summary>
    public int ExportNightWh => _exportNight.ShownWh;

    /// <summary>Demand of the running quarter, the month's peak and the history.</summary>
    public DemandRegister Demand => _demand;

    /// <summary>Power, voltage and current per phase.</summary>
    public PhaseMeter Phases => _phases;

    /// <summary>Meters on the M-Bus, in the order of their channels.</summary>
    public ReadOnlySpan<SimulatedSubMeter> SubMeters => _subMeters;

    /// <summary>The gas meter, or null.</summary>
    public SimulatedSubMeter? Gas { get; }

    /// <summary>The water meter, or null.</summary>
    public SimulatedSubMeter? Water { get; }

    /// <summary>Lets time pass. Steps longer than a minute are taken in parts.</summary>
    /// <param name="seconds">1 or more.</param>
    public void Step(int seconds) => Pass(seconds, hasPower: true);

    /// <summary>Lets time pass without power: nothing counts and the M-Bus is not read, but the clock goes on.</summary>
    /// <param name="seconds">1 or more.</param>
    public void StepWithoutPower(int seconds) => Pass(seconds, hasPower: false);

    /// <summary>Sets the four registers, for instance to just below 999999999 Wh.</summary>
    /// <param name="importDayWh">0 to 999999999 Wh.</param>
    /// <param name="importNightWh">0 to 999999999 Wh.</param>
    /// <param name="exportDayWh">0 to 999999999 Wh.</param>
    /// <param name="exportNightWh">0 to 999999999 Wh.</param>
    public void SetRegisters(int importDayWh, int importNightWh, int exportDayWh, int exportNightWh)
    {
        _importDay.Set(importDayWh);
        _importNight.Set(importNightWh);
        _exportDay.Set(exportDayWh);
        _exportNight.Set(exportNightWh);
    }

    /// <summary>Hangs a new meter: other serial number, registers as given, no demand, no peak, no history.</summary>
    /// <param name="serial">Its serial number, printable ASCII, at most 32 characters.</param>
    /// <param name="importDayWh">0 to 999999999 Wh.</param>
    /// <param name="importNightWh">0 to 999999999 Wh.</param>
    /// <param name="exportDayWh">0 to 999999999 Wh.</param>
    /// <param name="exportNightWh">0 to 999999999 Wh.</param>
    public void Replace(string serial, int importDayWh = 0, int importNightWh = 0, int exportDayWh = 0, int exportNightWh = 0)
    {
        Serial = serial;
        SetRegisters(importDayWh, importNightWh, exportDayWh, exportNightWh);
        _demand = new DemandRegister(TimeUtc);
    }

    /// <summary>Hangs a new gas meter on the same channel.</summary>
    /// <param name="serial">Its serial number, printable ASCII, at most 32 characters.</param>
    /// <param name="litres">Its register, 0 to 99999999 litres.</param>
    /// <exception cref="InvalidOperationException">The house has no gas meter.</exception>
    public void ReplaceGasMeter(string serial, int litres = 0)
    {
        if (Gas is null)
        {
            throw new InvalidOperationException("This house has no gas meter.");
        }

        Gas.Replace(serial, litres, TimeUtc);
    }

    private static bool IsDayRate(long utc)
    {
        Moment moment = new(utc);
        return !moment.IsWeekend && moment.SecondOfDay >= 7 * 3600 && moment.SecondOfDay < 22 * 3600;
    }

    private void Pass(int seconds, bool hasPower)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        while (seconds > 0)
        {
            // Quarters, rates and months change on multiples of five minutes only.
            int untilMBus = MBusIntervalSeconds - (int)(TimeUtc % MBusIntervalSeconds);
            int part = Math.Min(Math.Min(seconds, LongestStepSeconds), untilMBus);
            bool isDay = IsDayRate(TimeUtc);
            _house.Step(part);
            if (hasPower)
            {
                Count(part, isDay);
            }

            if (TimeUtc % BelgianTime.SecondsPerQuarter == 0)
            {
                _demand.EndQuarter(TimeUtc);
            }

            seconds -= part;
        }

        _phases.Measure(_house);
    }

    private void Count(int seconds, bool isDay)
    {
        (isDay ? _importDay : _importNight).Add((long)ImportW * seconds);
        (isDay ? _exportDay : _exportNight).Add((long)ExportW * seconds);
        _demand.Add((long)ImportW * seconds);
        Gas?.Add((long)_house.GasMillilitresPerSecond * seconds);
        Water?.Add((long)_house.WaterMillilitresPerSecond * seconds);

        if (TimeUtc % MBusIntervalSeconds == 0)
        {
            foreach (SimulatedSubMeter subMeter in _subMeters)
            {
                subMeter.Read(TimeUtc);
            }
        }
    }
}
