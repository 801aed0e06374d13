using System;
using System.Security.Cryptography;
using System.Text;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Mqtt;

/// <summary>A message that only someone who knows the device's secret can have written, and that the device takes once.</summary>
/// <remarks>
/// <para>
/// It is a line and then the payload as it is: <c>signed COUNTER HMAC</c>, a line feed, the payload. The HMAC is HMAC-SHA256
/// (RFC 2104) with the secret as key, in 64 hexadecimal digits, over the same message in which <c>DEVICE/COMMAND</c> and blanks stand in
/// place of them: so a device checks it where it is, without a copy.
/// </para>
/// <para>
/// Device and command are signed with it, so that a message recorded for one device or command is worth nothing for another. The counter
/// must be higher than that of every message taken before.
/// </para>
/// </remarks>
public sealed class SignedMessage
{
    /// <summary>The most bytes of payload that a device takes.</summary>
    public const int MostPayloadBytes = 2048;

    /// <summary>The most bytes of a message, signed or not.</summary>
    public const int MostBytes = MostPayloadBytes + 7 /* Word */ + MostCounterDigits + 1 + HmacDigits + 1;

    private const string Word = "signed ";
    private const int HmacDigits = 64;
    private const int MostCounterDigits = 18;

    private readonly byte[] _message;
    private readonly int _hmacAt;

    private SignedMessage(byte[] message, long counter, int hmacAt)
    {
        _message = message;
        Counter = counter;
        _hmacAt = hmacAt;
    }

    /// <summary>The number that rises from message to message, 1 or more.</summary>
    public long Counter { get; }

    /// <summary>Moves the payload to the start of the message, of which nothing else is left then. To be called once, as the last thing.</summary>
    /// <returns>Its bytes.</returns>
    public int TakePayload()
    {
        int start = _hmacAt + HmacDigits + 1;
        int count = _message.Length - start;
        Array.Copy(_message, start, _message, 0, count);
        return count;
    }

    /// <summary>Writes a signed message.</summary>
    /// <param name="deviceId">The device that it is for, up to 24 ASCII characters.</param>
    /// <param name="command">What it asks for: the topic behind the device's prefix, such as <c>rates/set</c>.</param>
    /// <param name="counter">Higher than that of every message before, 1 to 999999999999999999.</param>
    /// <param name="payload">What to sign.</param>
    /// <param name="secret">The device's secret.</param>
    /// <returns>The message.</returns>
    public static byte[] Sign(string deviceId, string command, long counter, byte[] payload, byte[] secret)
    {
        byte[] head = Encoding.UTF8.GetBytes(Word + counter.ToString() + " ");
        int end = head.Length + HmacDigits;
        byte[] message = new byte[end + 1 + payload.Length];
        Array.Copy(head, message, head.Length);
        message[end] = (byte)'\n';
        Array.Copy(payload, 0, message, end + 1, payload.Length);
        byte[] hmac = Hmac(deviceId, command, message, head.Length, secret);
        for (int i = 0; i < hmac.Length; i++)
        {
            message[head.Length + (2 * i)] = Digit(hmac[i] >> 4);
            message[head.Length + (2 * i) + 1] = Digit(hmac[i] & 15);
        }

        return message;
    }

    /// <summary>By what a device shows that a counter is its own: the HMAC of a signed message without payload, whose command is <c>access</c>.</summary>
    /// <param name="deviceId">The device's id.</param>
    /// <param name="counter">The counter of the last message that it took, 0 or more.</param>
    /// <param name="secret">The device's secret.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string SignCounter(string deviceId, long counter, string secret)
    {
        byte[] message = Sign(deviceId, ControlTopic.Access, counter, new byte[0], Encoding.UTF8.GetBytes(secret));
        return Encoding.UTF8.GetString(message, message.Length - 1 - HmacDigits, HmacDigits);
    }

    /// <summary>Takes a message apart.</summary>
    /// <param name="message">What came. It is changed by what is asked of the result.</param>
    /// <returns>It, not yet verified; null when it is not written as a signed message.</returns>
    public static SignedMessage? Parse(byte[] message)
    {
        if (message.Length < Word.Length)
        {
            return null;
        }

        for (int i = 0; i < Word.Length; i++)
        {
            if (message[i] != Word[i])
            {
                return null;
            }
        }

        int at = Word.Length;
        long counter = 0;
        while (at < message.Length && at - Word.Length < MostCounterDigits && message[at] >= '0' && message[at] <= '9')
        {
            counter = (counter * 10) + message[at] - '0';
            at++;
        }

        int end = at + 1 + HmacDigits;
        if (counter == 0 || end >= message.Length || message[at] != ' ' || message[end] != '\n')
        {
            return null;
        }

        return new SignedMessage(message, counter, at + 1);
    }

    /// <summary>Whether the signature is right. To be asked once: the signature is written over.</summary>
    /// <param name="deviceId">The device's id.</param>
    /// <param name="command">The command that the message came under.</param>
    /// <param name="secret">The device's secret.</param>
    /// <returns>True only when whoever signed it knows the secret and meant this device and this command.</returns>
    public bool IsSignedFor(string deviceId, string command, byte[] secret)
    {
        byte[] digits = new byte[HmacDigits];
        Array.Copy(_message, _hmacAt, digits, 0, HmacDigits);
        byte[] hmac = Hmac(deviceId, command, _message, _hmacAt, secret);

        // Every digit is looked at, so that the time it takes says nothing about where the first wrong one is.
        int difference = 0;
        for (int i = 0; i < hmac.Length; i++)
        {
            difference |= ((HexDigit.Value(digits[2 * i]) << 4) | HexDigit.Value(digits[(2 * i) + 1])) ^ hmac[i];
        }

        return difference == 0;
    }

    private static byte[] Hmac(string deviceId, string command, byte[] message, int at, byte[] secret)
    {
        string name = deviceId + "/" + command;
        for (int i = 0; i < HmacDigits; i++)
        {
            message[at + i] = (byte)(i < name.Length ? name[i] : ' ');
        }

        return HMACSHA256.HashData(secret, message);
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
