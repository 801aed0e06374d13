using MeterFirmware.Json;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Companion.Mqtt;

/// <summary>Tells whoever takes this program for a device, which takes rates and settings over MQTT, what it is. It takes nothing.</summary>
/// <param name="name">Its words, such as meter run.</param>
/// <param name="ratesPath">The file of its prices; empty for none. A demo has those of an example.</param>
internal sealed class PublishingProgram(string name, string ratesPath) : IPublisherListener
{
    /// <summary>The demo's words.</summary>
    public const string Demo = "meter demo";

    /// <summary>What it says in place of signed and open.</summary>
    public const string Access = "none";

    public string[] Topics => [];

    public int Due { get; set; } = 1;

    public int Kept => 1;

    public string AnswerTopic(int answer) => ControlTopic.Access;

    public void WriteAnswer(int answer, JsonWriter json)
    {
        json.BeginObject();
        json.Text("access", Access);
        json.Text("program", name);
        json.Text("host", Environment.MachineName);
        json.Text("rates", ratesPath);
        json.EndObject();
    }

    public void Take(InboundMessage message)
    {
    }

    /// <summary>What is published of one.</summary>
    /// <param name="access">The topic <c>access</c>.</param>
    /// <returns>What it is and where its prices stand, a sentence; null when a device wrote it.</returns>
    public static string? Describe(byte[] access)
    {
        try
        {
            FeedObject root = FeedObject.Parse(access);
            if (root.Text("access") != Access)
            {
                return null;
            }

            string rates = root.Text("rates");
            if (root.Text("program") == Demo)
            {
                return $"It is '{Demo}' on {root.Text("host")}, with the prices of an example; 'meter device --storage DIR' is a simulated one that takes others.";
            }

            string prices = rates.Length > 0 ? $"it read its prices from {rates} at its start: change them there, and start it again" : "it was started without prices: --rates FILE gives it some";
            return $"It is '{root.Text("program")}' on {root.Text("host")}, and {prices}. Its other settings are its options.";
        }
        catch (FeedException)
        {
            return null;
        }
    }
}
