using System.Text.Json;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Readings;
using MeterFirmware.Tests.Support;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Tests.Mqtt;

public class PayloadLawTests
{
    private const string OddNames =
        """{"Electricity": {"bands": {"a\"b": ["0-6"], "c\\d": ["6-12"], "é": ["12-18"], " ": ["18-0"]}, "+": {"a\"b": 0.1, "c\\d": 0.2, "é": 0.3, " ": 0.4}}}""";

    [Fact]
    public void Whatever_telegrams_say_every_payload_is_well_formed()
    {
        // Lines left out, moved and with other digits; their CRC is right.
        Gen<string[]> telegrams = Gen.Select(
            Gen.Shuffle(WholeTelegram.Lines, 0, WholeTelegram.Lines.Length),
            Gen.Int[0, 9].Array[40],
            Gen.Int[0, 3]).Select((lines, digits, often) => lines.Select((line, i) => Change(line, digits, i, often)).ToArray());
        telegrams.Array[1, 4].Sample(
            all =>
            {
                Meter meter = new(TestMeter.Read(OddNames));
                foreach (string[] lines in all)
                {
                    byte[] bytes = new TelegramText(lines).Bytes;
                    meter.Read(bytes, 0, bytes.Length);
                }

                Assert.Equal(all.Length, meter.Reader.TelegramCount);
                Action<JsonWriter>[] payloads =
                [
                    json => Payload.WriteState(json, meter),
                    json => Payload.WriteMeter(json, meter.Reading),
                    json => Payload.WriteQuarter(json, meter),
                    json => Payload.WritePeaks(json, meter),
                    json => Payload.WritePeakHistory(json, meter),
                    .. Enumerable.Range(1, ObisCode.LastChannel)
                        .Select(channel => (Action<JsonWriter>)(json => Payload.WriteChannel(json, meter.Reading.SubMeter(channel)))),
                ];
                Assert.All(payloads, payload => Assert.Equal(JsonValueKind.Object, PayloadText.Read(payload).ValueKind));
                JsonElement rates = PayloadText.Costs(meter).GetProperty("today").GetProperty("rates");
                Assert.True(rates.TryGetProperty("a\"b", out _) && rates.TryGetProperty("c\\d", out _) && rates.TryGetProperty("é", out _));
            },
            iter: Effort.Of(125, 500));
    }

    // Every so many digits of the value another one; the code stays.
    private static string Change(string line, int[] digits, int start, int often)
    {
        if (often == 0)
        {
            return line;
        }

        char[] text = line.ToCharArray();
        int at = 0;
        for (int i = Math.Max(0, line.IndexOf('(')); i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && ++at % (often * 5) == 0)
            {
                text[i] = (char)('0' + digits[(start + at) % digits.Length]);
            }
        }

        return new string(text);
    }
}
