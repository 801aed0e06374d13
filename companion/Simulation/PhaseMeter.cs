using MeterFirmware.Companion.Simulation.House;

namespace MeterFirmware.Companion.Simulation;

/// <summary>Power, voltage and current per phase, as a meter of that grid sees them.</summary>
internal sealed class PhaseMeter
{
    private const int PhaseCount = SimulatedHouse.PhaseCount;
    private const int SwaySeconds = 60;

    // The cable to the street: 0.3 ohm or so, a tenth of a volt for every 77 W.
    private const int WattsPerDecivolt = 77;

    private readonly GridKind _grid;
    private readonly Dice _dice;
    private readonly int[] _powersW = new int[PhaseCount];
    private readonly int[] _decivolts = new int[PhaseCount];
    private readonly int[] _centiamperes = new int[PhaseCount];

    /// <summary>Makes one.</summary>
    /// <param name="seed">The seed of the house, for the voltage to sway by.</param>
    /// <param name="grid">The grid.</param>
    public PhaseMeter(int seed, GridKind grid)
    {
        _grid = grid;
        _dice = new Dice(seed, "voltage");
    }

    /// <summary>W taken on a phase; negative when it gives.</summary>
    /// <param name="phase">1 to 3.</param>
    /// <returns>W; on 3x230 V phase 2 is 0.</returns>
    public int PowerW(int phase) => _powersW[phase - 1];

    /// <summary>Voltage of a phase.</summary>
    /// <param name="phase">1 to 3.</param>
    /// <returns>Tenths of a volt; 0 when that phase is not measured.</returns>
    public int Decivolts(int phase) => _decivolts[phase - 1];

    /// <summary>Current of a phase, whichever way it flows.</summary>
    /// <param name="phase">1 to 3.</param>
    /// <returns>Hundredths of an ampere, 0 or more.</returns>
    public int Centiamperes(int phase) => _centiamperes[phase - 1];

    /// <summary>Looks at the house.</summary>
    /// <param name="house">The house.</param>
    public void Measure(SimulatedHouse house)
    {
        Split(house);
        for (int i = 0; i < PhaseCount; i++)
        {
            bool measured = i == 0 || _grid == GridKind.ThreePhase400 || (_grid == GridKind.ThreePhase230 && i == 2);
            _decivolts[i] = measured ? MainsDecivolts(house.TimeUtc, i) - (_powersW[i] / WattsPerDecivolt) : 0;
            _centiamperes[i] = measured ? Math.Abs(_powersW[i]) * 1000 / _decivolts[i] : 0;
        }

        if (_grid == GridKind.ThreePhase230)
        {
            // L2 carries back what L1 and L3 bring; as much as the larger is always possible.
            _centiamperes[1] = Math.Max(_centiamperes[0], _centiamperes[2]);
        }
    }

    private void Split(SimulatedHouse house)
    {
        int l1W = house.PhaseW(1);
        int l2W = house.PhaseW(2);
        int l3W = house.PhaseW(3);
        switch (_grid)
        {
            case GridKind.SinglePhase:
                l1W += l2W + l3W;
                l2W = 0;
                l3W = 0;
                break;

            case GridKind.ThreePhase230:
                l1W += l2W / 2;
                l3W += l2W - (l2W / 2);
                l2W = 0;
                break;
        }

        _powersW[0] = l1W;
        _powersW[1] = l2W;
        _powersW[2] = l3W;
    }

    private int MainsDecivolts(long utc, int phase)
    {
        long sway = (utc / SwaySeconds * 4) + phase;
        int here = _dice.Roll(sway, 2320, 2370);
        int next = _dice.Roll(sway + 4, 2320, 2370);
        return here + ((next - here) * (int)(utc % SwaySeconds) / SwaySeconds);
    }
}
