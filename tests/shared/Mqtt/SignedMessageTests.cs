using System.Security.Cryptography;
using System.Text;
using CsCheck;
using MeterFirmware.Mqtt;

namespace MeterFirmware.Tests.Mqtt;

public class SignedMessageTests
{
    private const string Device = "kelder";
    private const string Command = "rates/set";
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of the house");
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("{\"Water\": {\"+\": 6.2}}\n");

    [Fact]
    public void What_is_signed_is_as_the_standard_says()
    {
        byte[] message = SignedMessage.Sign(Device, Command, 42, Payload, Secret);

        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Secret);
        hmac.AppendData(Encoding.ASCII.GetBytes("signed 42 kelder/rates/set" + new string(' ', 64 - 16) + "\n"));
        hmac.AppendData(Payload);
        string expected = "signed 42 " + Convert.ToHexStringLower(hmac.GetHashAndReset()) + "\n" + Encoding.UTF8.GetString(Payload);
        Assert.Equal(expected, Encoding.UTF8.GetString(message));
    }

    [Fact]
    public void Any_message_reads_back_with_its_counter_and_payload()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Long[1, 999_999_999_999_999_999], Gen.Byte.Array[1, 80]).Sample((payload, counter, secret) =>
        {
            byte[] message = SignedMessage.Sign(Device, Command, counter, payload, secret);
            SignedMessage? read = SignedMessage.Parse(message);
            Assert.NotNull(read);
            Assert.Equal(counter, read.Counter);
            Assert.True(read.IsSignedFor(Device, Command, secret));
            Assert.Equal(payload.Length, read.TakePayload());
            Assert.Equal(payload, message[..payload.Length]);
        });
    }

    [Fact]
    public void Whatever_bit_is_turned_the_message_is_not_taken_for_signed()
    {
        byte[] message = SignedMessage.Sign(Device, Command, 42, Payload, Secret);
        int hexAt = "signed 42 ".Length;
        for (int bit = 0; bit < message.Length * 8; bit++)
        {
            byte[] turned = [.. message];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));

            // The case of a hexadecimal digit says nothing.
            bool isCase = bit / 8 >= hexAt && bit / 8 < hexAt + 64 && char.ToLowerInvariant((char)turned[bit / 8]) == message[bit / 8];
            bool isTaken = SignedMessage.Parse(turned)?.IsSignedFor(Device, Command, Secret) == true;
            Assert.Equal(isCase, isTaken);
        }
    }

    [Theory]
    [InlineData("other", Command, "a secret of the house")]
    [InlineData(Device, "settings/set", "a secret of the house")]
    [InlineData(Device, Command, "a secret of the hous")]
    [InlineData(Device, Command, "A secret of the house")]
    public void It_is_not_signed_for_another_device_command_or_secret(string device, string command, string secret)
    {
        SignedMessage read = SignedMessage.Parse(SignedMessage.Sign(Device, Command, 42, Payload, Secret))!;
        Assert.False(read.IsSignedFor(device, command, Encoding.ASCII.GetBytes(secret)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Water\": {\"+\": 6.2}}")]
    [InlineData("signed ")]
    [InlineData("signed 42")]
    [InlineData("signed 42 ")]
    [InlineData("signed 0 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n{}")]
    [InlineData("signed -1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n{}")]
    [InlineData("signed 42 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    [InlineData("signed 42 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff {}")]
    [InlineData("signed 42 00112233445566778899aabbccddeeff00112233445566778899aabbccddeef\n{}")]
    [InlineData("signed 42_00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n{}")]
    [InlineData("signed 4: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n{}")]
    [InlineData("signed 4/ 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n{}")]
    [InlineData("signed 1000000000000000000 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n{}")]
    [InlineData("Signed 42 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n{}")]
    public void What_is_not_written_as_a_signed_message_is_none(string message)
    {
        Assert.Null(SignedMessage.Parse(Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public void The_longest_message_is_one_of_two_kilobytes_with_the_highest_counter() =>
        Assert.Equal(SignedMessage.MostBytes, SignedMessage.Sign(Device, Command, 999_999_999_999_999_999, new byte[2048], Secret).Length);

    [Fact]
    public void A_counter_is_signed_as_a_message_without_payload()
    {
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Secret);
        hmac.AppendData(Encoding.ASCII.GetBytes("signed 42 kelder/access" + new string(' ', 64 - 13) + "\n"));
        Assert.Equal(Convert.ToHexStringLower(hmac.GetHashAndReset()), SignedMessage.SignCounter(Device, 42, Encoding.ASCII.GetString(Secret)));
    }

    [Fact]
    public void A_message_cut_anywhere_is_not_signed()
    {
        byte[] message = SignedMessage.Sign(Device, Command, 42, Payload, Secret);
        for (int length = 0; length < message.Length; length++)
        {
            Assert.False(SignedMessage.Parse(message[..length])?.IsSignedFor(Device, Command, Secret) == true);
        }
    }
}
