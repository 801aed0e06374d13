using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Device;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Device;
using MeterFirmware.Display.Pages;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using Xunit;

namespace MeterFirmware.Companion.Tests.Device;

public sealed class DeviceSessionTests
{
    [Fact]
    public async Task Whoever_wants_to_leave_ends_it_well()
    {
        SimulatedHome home = SimulatedHome.Demo(1);
        home.StepToLive();
        using SimulatedSource source = new(home, 1, TimeProvider.System);
        await source.OpenAsync(CancellationToken.None);
        using LeavingView view = new();
        DeviceSession session = new(source, () => new MeterDevice(new FlashThatDies()), new PcBoard(), new Log(), TimeProvider.System) { IsReplay = true };

        await session.RunAsync(view, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(1, view.Asked);
    }

    private sealed class LeavingView : IDeviceView
    {
        public int Asked { get; private set; }

        public void Telegram(MeterDevice device)
        {
        }

        public void Show(MeterDevice device)
        {
        }

        public bool HandleKeys(Pager pager)
        {
            Asked++;
            return false;
        }

        public void Dispose()
        {
        }
    }
}
