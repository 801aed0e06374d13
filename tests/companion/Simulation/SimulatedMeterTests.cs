using MeterFirmware.Companion.Simulation;
using MeterFirmware.Readings;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

public sealed class SimulatedMeterTests
{
    [Fact]
    public void Registers_never_fall()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 6, 20));
        int importDayWh = 0, importNightWh = 0, exportDayWh = 0, exportNightWh = 0, gasLitres = 0, waterLitres = 0;
        for (int i = 0; i < 5000; i++)
        {
            meter.Step(60);
            Assert.True(meter.ImportDayWh >= importDayWh && meter.ImportNightWh >= importNightWh);
            Assert.True(meter.ExportDayWh >= exportDayWh && meter.ExportNightWh >= exportNightWh);
            Assert.True(meter.Gas!.Litres >= gasLitres && meter.Water!.Litres >= waterLitres);
            importDayWh = meter.ImportDayWh;
            importNightWh = meter.ImportNightWh;
            exportDayWh = meter.ExportDayWh;
            exportNightWh = meter.ExportNightWh;
            gasLitres = meter.Gas.Litres;
            waterLitres = meter.Water.Litres;
        }
    }

    [Fact]
    public void Import_counts_by_day_on_weekdays_from_7_to_22_and_by_night_otherwise()
    {
        // Monday 2 March 2026.
        Assert.Equal(2, MeterTelegram.Meter(Moments.Local(2026, 3, 2, 6, 59, 59)).ActiveRate);
        Assert.Equal(1, MeterTelegram.Meter(Moments.Local(2026, 3, 2, 7)).ActiveRate);
        Assert.Equal(1, MeterTelegram.Meter(Moments.Local(2026, 3, 6, 21, 59, 59)).ActiveRate);
        Assert.Equal(2, MeterTelegram.Meter(Moments.Local(2026, 3, 6, 22)).ActiveRate);
        Assert.Equal(2, MeterTelegram.Meter(Moments.Local(2026, 3, 7, 12)).ActiveRate);
        Assert.Equal(2, MeterTelegram.Meter(Moments.Local(2026, 3, 8, 12)).ActiveRate);
    }

    [Fact]
    public void Only_the_register_of_the_active_rate_moves()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 3, 6, 21));
        int dayWh = meter.ImportDayWh;
        int nightWh = meter.ImportNightWh;
        meter.Step(3600);
        Assert.True(meter.ImportDayWh > dayWh);
        Assert.Equal(nightWh, meter.ImportNightWh);

        dayWh = meter.ImportDayWh;
        meter.Step(3600);
        Assert.Equal(dayWh, meter.ImportDayWh);
        Assert.True(meter.ImportNightWh > nightWh);
    }

    [Fact]
    public void A_register_starts_over_after_its_last_digit()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 3, 3, 18));
        meter.SetRegisters(999_999_999, 0, 0, 0);
        Assert.Equal(999_999_999, MeterTelegram.Read(meter).Get(Field.ImportDayWh));

        meter.Step(3600);

        Assert.InRange(MeterTelegram.Read(meter).Get(Field.ImportDayWh), 1, 20_000);
    }

    [Fact]
    public void A_new_meter_has_another_serial_and_its_own_registers()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 3, 3, 18, 7));
        meter.Replace("1SIM0100000777", importDayWh: 12, exportNightWh: 5);

        Reading reading = MeterTelegram.Read(meter);
        Assert.Equal("1SIM0100000777", reading.MeterSerial.Text);
        Assert.Equal(12, reading.Get(Field.ImportDayWh));
        Assert.Equal(0, reading.Get(Field.ImportNightWh));
        Assert.Equal(5, reading.Get(Field.ExportNightWh));
        Assert.Equal(0, reading.Get(Field.DemandW));
        Assert.Equal(0, reading.Get(Field.MonthPeakW));
        Assert.Equal(0, reading.PeakHistory.Count);
    }

    [Fact]
    public void A_new_gas_meter_keeps_the_channel()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 3, 3, 18));
        meter.ReplaceGasMeter("7SIM0300000888", litres: 42);

        Reading reading = MeterTelegram.Read(meter);
        Assert.Equal("7SIM0300000888", reading.SubMeter(1).Serial.Text);
        Assert.Equal(42, reading.SubMeter(1).Register);
    }

    [Fact]
    public void Sub_meters_are_read_every_five_minutes()
    {
        long start = Moments.Local(2026, 3, 3, 18);
        SimulatedMeter meter = MeterTelegram.Meter(start);
        meter.Step(299);
        Assert.Equal(start, meter.Gas!.ReadAtUtc);
        meter.Step(1);
        Assert.Equal(start + 300, meter.Gas.ReadAtUtc);
        Assert.Equal(start + 300, meter.Water!.ReadAtUtc);
    }

    [Fact]
    public void Without_power_time_goes_on_and_nothing_counts()
    {
        long start = Moments.Local(2026, 3, 3, 18, 5);
        SimulatedMeter meter = MeterTelegram.Meter(start);
        meter.Step(120);
        int importWh = meter.ImportDayWh + meter.ImportNightWh;
        int gasLitres = meter.Gas!.Litres;
        int demandW = meter.Demand.DemandW;

        meter.StepWithoutPower(300);
        Assert.Equal(start + 420, meter.TimeUtc);
        Assert.Equal(importWh, meter.ImportDayWh + meter.ImportNightWh);
        Assert.Equal(gasLitres, meter.Gas.Litres);
        Assert.Equal(demandW, meter.Demand.DemandW);

        // The quarter that began before the outage is over.
        meter.StepWithoutPower(900);
        Assert.Equal(0, meter.Demand.DemandW);
    }

    [Fact]
    public void On_3x230_volt_phase_2_is_not_measured()
    {
        SimulatedMeter meter = MeterTelegram.Meter(
            Moments.Local(2026, 3, 3, 18),
            new MeterOptions { Grid = GridKind.ThreePhase230 });
        meter.Step(600);

        Assert.Contains("\r\n1-0:52.7.0(000.0*V)\r\n", MeterTelegram.Text(meter));
        Assert.Equal(0, meter.Phases.PowerW(2));
        Assert.True(meter.Phases.Centiamperes(2) > 0);
    }

    [Fact]
    public void Current_times_voltage_is_the_power_of_each_phase()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 6, 2, 5));
        for (int i = 0; i < 1000; i++)
        {
            meter.Step(60);
            for (int phase = 1; phase <= 3; phase++)
            {
                int powerW = meter.Phases.Centiamperes(phase) * meter.Phases.Decivolts(phase) / 1000;
                Assert.InRange(Math.Abs(meter.Phases.PowerW(phase)) - powerW, 0, 4);
                Assert.InRange(meter.Phases.Decivolts(phase), 2070, 2530);
            }
        }
    }

    [Fact]
    public void Water_that_was_installed_first_has_channel_1()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 3, 3, 18), new MeterOptions { WaterFirst = true });

        Reading reading = MeterTelegram.Read(meter);
        Assert.Equal(SubMeter.Water, reading.SubMeter(1).DeviceType);
        Assert.Equal(SubMeter.Gas, reading.SubMeter(2).DeviceType);
    }
}
