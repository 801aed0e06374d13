using MeterFirmware.State;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Costs;

/// <summary>How the parts of a ledger are stored: each Load reads what the Save above it wrote.</summary>
internal static class LedgerState
{
    internal static void Save(SubMeterRegister? subMeter, StateWriter state)
    {
        if (subMeter == null || !subMeter.IsKnown)
        {
            state.Int(0);
            return;
        }

        state.Int(1);
        state.Int(subMeter.Last);
        state.Long(subMeter.LastUtc);
        state.Int(subMeter.DeviceType);
        state.Text(subMeter.Serial);
    }

    internal static SubMeterRegister? LoadSubMeter(StateReader state) => state.Int() == 0 ? null : new SubMeterRegister
    {
        IsKnown = true,
        Last = state.Int(),
        LastUtc = state.Long(),
        DeviceType = state.Int(),
        Serial = state.Text(),
    };

    internal static void Save(Rates rates, StateWriter state)
    {
        state.Int(rates.Count);
        for (int i = 0; i < rates.Count; i++)
        {
            state.Text(rates.Name(i));
        }
    }

    internal static Rates LoadNames(StateReader state)
    {
        Rates rates = new();
        int count = state.Int();
        rates.Count = count < 0 || count > Rates.MostRates ? 0 : count;
        for (int i = 0; i < rates.Count; i++)
        {
            rates.Names[i] = state.Text();
        }

        return rates;
    }

    internal static void Save(Account account, StateWriter state)
    {
        for (int i = 0; i < Account.Places; i++)
        {
            state.Long(account.ImportWhs[i]);
            state.Long(account.ImportCosts[i]);
            state.Long(account.ExportWhs[i]);
            state.Long(account.ExportEarnings[i]);
        }

        state.Long(account.GasLitres);
        state.Long(account.GasNanoEuro);
        state.Long(account.WaterLitres);
        state.Long(account.WaterNanoEuro);
        state.Long(account.ElectricityFeeNanoEuro);
        state.Long(account.GasFeeNanoEuro);
        state.Long(account.WaterFeeNanoEuro);
        state.Int(account.PeakW);
        state.Long(account.PeakStartUtc);
        state.Long(account.UnpricedWh);
        state.Long(account.EstimatedWh);
    }

    internal static void Load(Account account, StateReader state)
    {
        for (int i = 0; i < Account.Places; i++)
        {
            account.ImportWhs[i] = state.Long();
            account.ImportCosts[i] = state.Long();
            account.ExportWhs[i] = state.Long();
            account.ExportEarnings[i] = state.Long();
        }

        account.GasLitres = state.Long();
        account.GasNanoEuro = state.Long();
        account.WaterLitres = state.Long();
        account.WaterNanoEuro = state.Long();
        account.ElectricityFeeNanoEuro = state.Long();
        account.GasFeeNanoEuro = state.Long();
        account.WaterFeeNanoEuro = state.Long();
        account.PeakW = state.Int();
        account.PeakStartUtc = state.Long();
        account.UnpricedWh = state.Long();
        account.EstimatedWh = state.Long();
    }
}
