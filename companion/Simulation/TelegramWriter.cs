using MeterFirmware.Readings;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Simulation;

/// <summary>
/// Writes what a simulated meter shows as a telegram (eMUCS-P1 section 5.3), lines in the order of real Belgian meters.
/// It allocates nothing.
/// </summary>
internal sealed class TelegramWriter
{
    /// <summary>Bytes that the longest telegram of a simulated meter fits in.</summary>
    public const int LargestTelegram = 2048;

    private byte[] _buffer = [];
    private int _length;

    /// <summary>Writes a telegram.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="buffer">Where to, from index 0; at least <see cref="LargestTelegram"/> bytes.</param>
    /// <returns>Bytes written, from <c>/</c> to the line end after the CRC.</returns>
    public int Write(SimulatedMeter meter, byte[] buffer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, LargestTelegram, nameof(buffer));
        _buffer = buffer;
        _length = 0;

        WriteIdentity(meter);
        WriteRegisters(meter);
        if (meter.Options.Version >= MeterVersion.Emucs17)
        {
            WriteDemand(meter.Demand);
        }

        WritePower(meter);
        WriteSwitches(meter.Options.Version);
        foreach (SimulatedSubMeter subMeter in meter.SubMeters)
        {
            WriteSubMeter(subMeter, meter.Options.Version);
        }

        Put("!"u8);
        int crc = Crc16.Update(0, buffer, 0, _length);
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            PutHexDigit((crc >> shift) & 15);
        }

        Put("\r\n"u8);
        return _length;
    }

    private void WriteIdentity(SimulatedMeter meter)
    {
        bool isNew = meter.Options.Version == MeterVersion.Emucs21;
        Put(isNew ? "/FLU5\\253100021_D\r\n\r\n"u8 : "/FLU5\\253100017_A\r\n\r\n"u8);
        Put("0-0:96.1.4("u8);
        PutDigits((int)meter.Options.Version, 5);
        EndLine();
        if (isNew && meter.Options.Grid != GridKind.SinglePhase)
        {
            Put(meter.Options.Grid == GridKind.ThreePhase400 ? "1-0:94.32.1(400)\r\n"u8 : "1-0:94.32.1(230)\r\n"u8);
        }

        Put("0-0:96.1.1("u8);
        PutText(meter.Serial);
        EndLine();
        if (isNew)
        {
            Put("0-0:96.1.2("u8);
            PutText(meter.Options.Ean);
            EndLine();
        }

        Put("0-0:1.0.0"u8);
        PutTime(meter.TimeUtc);
        Put("\r\n"u8);
    }

    private void WriteRegisters(SimulatedMeter meter)
    {
        PutEnergy("1-0:1.8.1("u8, meter.ImportDayWh);
        PutEnergy("1-0:1.8.2("u8, meter.ImportNightWh);
        PutEnergy("1-0:2.8.1("u8, meter.ExportDayWh);
        PutEnergy("1-0:2.8.2("u8, meter.ExportNightWh);
        Put("0-0:96.14.0("u8);
        PutDigits(meter.ActiveRate, 4);
        EndLine();
    }

    private void WriteDemand(DemandRegister demand)
    {
        PutPower("1-0:1.4.0("u8, demand.DemandW);
        Put("1-0:1.6.0"u8);
        PutTime(demand.PeakEndUtc);
        PutPower("("u8, demand.PeakW);

        Put("0-0:98.1.0("u8);
        PutDigits(demand.HistoryCount, demand.HistoryCount > 9 ? 2 : 1);
        Put(")(1-0:1.6.0)(1-0:1.6.0)"u8);
        if (demand.HistoryCount == 0)
        {
            Put("()"u8);
        }

        for (int row = 0; row < demand.HistoryCount; row++)
        {
            MonthPeak month = demand.History(row);
            PutTime(month.PeriodUtc);
            PutTime(month.PeakEndUtc);
            Put("("u8);
            PutThousandths(month.PeakW, 2);
            Put("*kW)"u8);
        }

        Put("\r\n"u8);
    }

    private void WritePower(SimulatedMeter meter)
    {
        bool threePhase = meter.Options.Grid != GridKind.SinglePhase;
        bool isOldest = meter.Options.Version == MeterVersion.Emucs13;
        PhaseMeter phases = meter.Phases;
        PutPower("1-0:1.7.0("u8, meter.ImportW);
        PutPower("1-0:2.7.0("u8, meter.ExportW);
        if (!isOldest)
        {
            WritePhasePower(phases, threePhase);
        }

        PutVoltage("1-0:32.7.0("u8, phases.Decivolts(1));
        if (threePhase)
        {
            PutVoltage("1-0:52.7.0("u8, phases.Decivolts(2));
            PutVoltage("1-0:72.7.0("u8, phases.Decivolts(3));
        }

        PutCurrent("1-0:31.7.0("u8, phases.Centiamperes(1), isOldest);
        if (threePhase)
        {
            PutCurrent("1-0:51.7.0("u8, phases.Centiamperes(2), isOldest);
            PutCurrent("1-0:71.7.0("u8, phases.Centiamperes(3), isOldest);
        }
    }

    private void WritePhasePower(PhaseMeter phases, bool threePhase)
    {
        PutPower("1-0:21.7.0("u8, Math.Max(phases.PowerW(1), 0));
        if (threePhase)
        {
            PutPower("1-0:41.7.0("u8, Math.Max(phases.PowerW(2), 0));
            PutPower("1-0:61.7.0("u8, Math.Max(phases.PowerW(3), 0));
        }

        PutPower("1-0:22.7.0("u8, Math.Max(-phases.PowerW(1), 0));
        if (threePhase)
        {
            PutPower("1-0:42.7.0("u8, Math.Max(-phases.PowerW(2), 0));
            PutPower("1-0:62.7.0("u8, Math.Max(-phases.PowerW(3), 0));
        }
    }

    private void WriteSwitches(MeterVersion version)
    {
        Put("0-0:96.3.10(1)\r\n"u8);
        if (version == MeterVersion.Emucs21)
        {
            Put("0-0:17.0.0(99.999*kW)\r\n1-0:31.4.0(999.99*A)\r\n"u8);
            Put("0-1:96.3.10(0)\r\n0-2:96.3.10(0)\r\n0-3:96.3.10(0)\r\n0-4:96.3.10(0)\r\n"u8);
        }
        else
        {
            Put("0-0:17.0.0(999.9*kW)\r\n1-0:31.4.0(999*A)\r\n"u8);
        }

        Put("0-0:96.13.0()\r\n"u8);
    }

    private void WriteSubMeter(SimulatedSubMeter subMeter, MeterVersion version)
    {
        PutChannel(subMeter.Channel);
        Put("24.1.0("u8);
        PutDigits(subMeter.DeviceType, 3);
        EndLine();

        PutChannel(subMeter.Channel);
        Put("96.1.1("u8);
        PutText(subMeter.Serial);
        EndLine();

        if (version == MeterVersion.Emucs21)
        {
            PutChannel(subMeter.Channel);
            Put("96.1.2(000000000000000000)\r\n"u8);
        }

        bool isGas = subMeter.DeviceType == SubMeter.Gas;
        if (isGas)
        {
            PutChannel(subMeter.Channel);
            Put("24.4.0(1)\r\n"u8);
        }

        PutChannel(subMeter.Channel);
        Put(isGas ? "24.2.3"u8 : "24.2.1"u8);
        PutTime(subMeter.ReadAtUtc);
        Put("("u8);
        PutThousandths(subMeter.Litres, 5);
        Put("*m3)\r\n"u8);
    }

    private void PutChannel(int channel)
    {
        Put("0-"u8);
        PutDigits(channel, 1);
        Put(":"u8);
    }

    private void PutEnergy(ReadOnlySpan<byte> start, int wh)
    {
        Put(start);
        PutThousandths(wh, 6);
        Put("*kWh)\r\n"u8);
    }

    private void PutPower(ReadOnlySpan<byte> start, int powerW)
    {
        Put(start);
        PutThousandths(powerW, 2);
        Put("*kW)\r\n"u8);
    }

    private void PutVoltage(ReadOnlySpan<byte> start, int decivolts)
    {
        Put(start);
        PutDigits(decivolts / 10, 3);
        Put("."u8);
        PutDigits(decivolts % 10, 1);
        Put("*V)\r\n"u8);
    }

    private void PutCurrent(ReadOnlySpan<byte> start, int centiamperes, bool isWhole)
    {
        Put(start);
        PutDigits(centiamperes / 100, 3);
        if (!isWhole)
        {
            Put("."u8);
            PutDigits(centiamperes % 100, 2);
        }

        Put("*A)\r\n"u8);
    }

    // (260219180100W)
    private void PutTime(long utc)
    {
        int offsetSeconds = BelgianTime.OffsetSeconds(utc);
        long local = utc + offsetSeconds;
        CivilDate date = new((int)(local / CivilDate.SecondsPerDay));
        int second = (int)(local % CivilDate.SecondsPerDay);
        Put("("u8);
        PutDigits(date.Year % 100, 2);
        PutDigits(date.Month, 2);
        PutDigits(date.Day, 2);
        PutDigits(second / 3600, 2);
        PutDigits(second / 60 % 60, 2);
        PutDigits(second % 60, 2);
        Put(offsetSeconds == 7200 ? "S)"u8 : "W)"u8);
    }

    private void PutText(string text)
    {
        foreach (char character in text)
        {
            PutHexDigit((character >> 4) & 15);
            PutHexDigit(character & 15);
        }
    }

    private void PutHexDigit(int value) => _buffer[_length++] = "0123456789ABCDEF"u8[value];

    private void PutThousandths(int value, int wholeDigits)
    {
        PutDigits(value / 1000, wholeDigits);
        Put("."u8);
        PutDigits(value % 1000, 3);
    }

    private void PutDigits(int value, int digits)
    {
        for (int i = _length + digits - 1; i >= _length; i--)
        {
            _buffer[i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        _length += digits;
    }

    private void EndLine() => Put(")\r\n"u8);

    private void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }
}
