using System.Text;
using MeterFirmware.Mqtt;
using MeterFirmware.Settings;
using MeterFirmware.Storage;

namespace MeterFirmware.Control;

/// <summary>Lets a message in that asks the device to do something, or says why not.</summary>
/// <remarks>
/// A signed message has to be signed with the device's secret, for this device and this command, with a counter higher than
/// that of every one before; the counter is used up before anything else is done, so that a message counts once at most. With
/// open access the payload is taken as it is, of a signed message what is behind its first line.
/// </remarks>
public sealed class CommandGate
{
    private readonly StoredNumber _counter;

    /// <summary>Makes the gate.</summary>
    /// <param name="counter">Keeps the counter.</param>
    public CommandGate(StoredNumber counter)
    {
        _counter = counter;
    }

    /// <summary>Why the last message was not let in, without full stop; empty when it was.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Judges a message, and moves its payload to the start of its bytes: there is no other copy of it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="command">What it asks for: its topic behind the device's prefix.</param>
    /// <param name="deviceId">The device's id.</param>
    /// <param name="settings">The settings in force.</param>
    /// <returns>Bytes of its payload; -1 when it is refused, see <see cref="Refusal"/>.</returns>
    public int Open(InboundMessage message, string command, string deviceId, DeviceSettings settings)
    {
        Refusal = "";
        if (message.IsRetained)
        {
            return Refuse("it was kept by the broker; publish it without retain");
        }

        SignedMessage? signed = SignedMessage.Parse(message.Payload);
        if (settings.IsAccessOpen)
        {
            return signed == null ? message.Payload.Length : signed.TakePayload();
        }

        if (settings.Secret.Length == 0)
        {
            return Refuse("this device has no secret yet: give it one over the cable with 'meter setup', or set \"access\" to \"open\"");
        }

        if (_counter.IsLost)
        {
            return Refuse("the counter that tells old messages from new is damaged; 'meter flash --only files' over the cable mends it, or a new secret");
        }

        if (signed == null)
        {
            return Refuse("it is not signed; 'meter' signs with the device's secret");
        }

        if (!signed.IsSignedFor(deviceId, command, Encoding.UTF8.GetBytes(settings.Secret)))
        {
            return Refuse("the signature is wrong: it is signed with another secret, or for another device or command");
        }

        if (signed.Counter <= _counter.Value)
        {
            return Refuse("its counter " + signed.Counter.ToString() + " is not above " + _counter.Value.ToString() + ", that of the last message taken");
        }

        return _counter.Save(signed.Counter) ? signed.TakePayload() : Refuse("the device could not store its counter");
    }

    private int Refuse(string why)
    {
        Refusal = why;
        return -1;
    }
}
