using System.Text;
using MeterFirmware.Control;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Mqtt;
using MeterFirmware.Settings;
using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Control;

/// <summary>Who may tell the device what to do.</summary>
public class CommandGateTests
{
    private const string Device = "kelder";
    private const string Command = "rates/set";
    private const string Secret = "a secret of the house";

    private readonly FlashThatDies _flash = new();
    private readonly DeviceSettings _signed = Settings("\"secret\": \"" + Secret + "\"");
    private CommandGate _gate;

    public CommandGateTests()
    {
        _gate = Boot();
    }

    [Fact]
    public void What_is_signed_with_the_secret_is_let_in()
    {
        Assert.Equal("{}", Open(Sign(7)));
        Assert.Equal("", _gate.Refusal);
    }

    [Fact]
    public void A_message_counts_once_also_over_a_reboot()
    {
        Assert.Equal("{}", Open(Sign(7)));
        Assert.Null(Open(Sign(7)));
        Assert.Equal("its counter 7 is not above 7, that of the last message taken", _gate.Refusal);
        Assert.Null(Open(Sign(6)));

        _gate = Boot();
        Assert.Null(Open(Sign(7)));
        Assert.Equal("{}", Open(Sign(8)));
    }

    [Fact]
    public void A_power_cut_while_the_counter_is_stored_never_lets_a_message_in_twice()
    {
        int cuts = PowerCuts.InEveryStep(
            _flash,
            flash =>
            {
                _gate = Boot(flash);
                Open(Sign(7));
                Open(Sign(8));
            },
            flash =>
            {
                _gate = Boot(flash);
                List<long> taken = [];
                for (long counter = 7; counter <= 9; counter++)
                {
                    if (Open(Sign(counter)) != null)
                    {
                        taken.Add(counter);
                    }
                }

                Assert.Contains(9, taken);
                _gate = Boot(flash);
                Assert.Null(Open(Sign(9)));
            });
        Assert.True(cuts > 10);
    }

    [Fact]
    public void A_counter_that_cannot_be_stored_lets_nothing_in()
    {
        _gate = new CommandGate(new StoredNumber(new SlotStore(new FlashWindow(new FullFlash()), "counter", StoredNumber.Bytes)));
        Assert.Null(Open(Sign(7)));
        Assert.Equal("the device could not store its counter", _gate.Refusal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    public void What_is_not_signed_is_refused(string payload)
    {
        Assert.Null(Open(Encoding.UTF8.GetBytes(payload)));
        Assert.Equal("it is not signed; 'meter' signs with the device's secret", _gate.Refusal);
    }

    [Theory]
    [InlineData("other", Command, Secret)]
    [InlineData(Device, "settings/set", Secret)]
    [InlineData(Device, Command, "another secret of it")]
    public void What_is_signed_for_another_is_refused_and_uses_no_counter_up(string device, string command, string secret)
    {
        Assert.Null(Open(SignedMessage.Sign(device, command, long.MaxValue / 10, "{}"u8.ToArray(), Encoding.ASCII.GetBytes(secret))));
        Assert.StartsWith("the signature is wrong", _gate.Refusal);
        Assert.Equal("{}", Open(Sign(1)));
        Assert.Equal("", _gate.Refusal);
    }

    [Fact]
    public void A_device_without_secret_refuses_and_says_how_to_give_it_one()
    {
        Assert.Equal(-1, _gate.Open(new InboundMessage("t", Sign(7), false), Command, Device, Settings("")));
        Assert.Equal(
            "this device has no secret yet: give it one over the cable with 'meter setup', or set \"access\" to \"open\"",
            _gate.Refusal);
    }

    [Fact]
    public void A_message_that_the_broker_kept_is_refused_signed_or_open()
    {
        Assert.Equal(-1, _gate.Open(new InboundMessage("t", Sign(7), true), Command, Device, _signed));
        Assert.Equal(-1, _gate.Open(new InboundMessage("t", "{}"u8.ToArray(), true), Command, Device, Settings("\"access\": \"open\"")));
        Assert.Equal("it was kept by the broker; publish it without retain", _gate.Refusal);
        Assert.Equal("{}", Open(Sign(7)));
    }

    [Fact]
    public void Open_access_takes_plain_and_signed_payloads()
    {
        DeviceSettings open = Settings("\"access\": \"open\"");
        Assert.Equal("{}", Open("{}"u8.ToArray(), open));
        Assert.Equal("{}", Open(Sign(7), open));
    }

    private static DeviceSettings Settings(string members)
    {
        byte[] json = Encoding.UTF8.GetBytes("{" + members + "}");
        return DeviceSettingsReader.Read(json, json.Length);
    }

    private static byte[] Sign(long counter) => SignedMessage.Sign(Device, Command, counter, "{}"u8.ToArray(), Encoding.ASCII.GetBytes(Secret));

    private CommandGate Boot(IFlash? flash = null)
    {
        StoredNumber counter = new(new SlotStore(new FlashWindow(flash ?? _flash), "counter", StoredNumber.Bytes));
        counter.Start();
        return new CommandGate(counter);
    }

    private string? Open(byte[] message, DeviceSettings? settings = null)
    {
        int count = _gate.Open(new InboundMessage("t", message, isRetained: false), Command, Device, settings ?? _signed);
        return count < 0 ? null : Encoding.UTF8.GetString(message, 0, count);
    }

    private sealed class FullFlash : IFlash
    {
        public int Length(string name) => -1;

        public bool Read(string name, int position, byte[] buffer, int count) => false;

        public void Create(string name)
        {
        }

        public void Append(byte[] bytes, int offset, int count)
        {
        }

        public bool Finish() => false;

        public void Delete(string name)
        {
        }
    }
}
