using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>The power is cut while a device stores what it was sent.</summary>
public sealed class PushPowerCutTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Wherever_the_power_is_cut_in_a_push_the_old_or_the_new_rates_are_in_force()
    {
        await using ToldDevice told = await ToldDevice.StartAsync();
        await told.Device.BelieveAsync(told.Telegram);
        await told.Device.PassAsync(60_000);
        await told.Device.DisposeAsync();
        FlashThatDies before = told.Flash.Clone(Death.Truncates);

        int writes = await PushAsync(told, new CuttingFlash(before.Clone(Death.Truncates)), int.MaxValue, 0);
        Assert.InRange(writes, 3, 20);
        HashSet<long> left = [];
        for (int cut = 0; cut < writes * 3; cut += Effort.Of(2, 1))
        {
            CuttingFlash flash = new(before.Clone(Enum.GetValues<Death>()[cut % 3]));
            await PushAsync(told, flash, cut / 3, ((cut / 3) + cut) % 3);
            flash.Left.PowerOn();
            await using RunningDevice device = new(flash.Left);
            await told.Listener.NextOf("meter/kelder/status", status => status == "online");
            left.Add(await device.LookAsync(one => one.Meter.Ledger.Rates.ImportNanoEuroPerWh(0)));
            Assert.Null(await device.LookAsync(one => one.Status.Problem));
        }

        Assert.Equal([100_000, 500_000], left.Order());
    }

    // Until the power is cut, or the device has told of the rates. Returns how often it wrote for them.
    private static async Task<int> PushAsync(ToldDevice told, CuttingFlash flash, int writes, int halves)
    {
        await using RunningDevice device = new(flash);
        await told.Listener.NextOf("meter/kelder/status", status => status == "online");
        told.Listener.Rest();
        told.Telegram.Utc++;
        await device.BelieveAsync(told.Telegram);
        int before = await device.LookAsync(_ =>
        {
            flash.CutAfter(writes, halves);
            return flash.Writes;
        });
        using CancellationTokenSource stop = new();
        Task<string> answer = told.Listener.NextOf("meter/kelder/rates", rates => rates.Contains(ToldDevice.Crc(ToldDevice.Dear), StringComparison.Ordinal), stop.Token);
        await told.SendAsync("rates/set", ToldDevice.Sign("rates/set", 1, ToldDevice.Dear));
        await Task.WhenAny(answer, device.Dead).WaitAsync(Patience);
        await stop.CancelAsync();
        return flash.Writes - before;
    }
}
