using MeterFirmware.Json;

namespace MeterFirmware.Mqtt;

/// <summary>Whoever takes messages from the broker, and answers along with the feed. Its answers are numbered from 0.</summary>
public interface IPublisherListener
{
    /// <summary>The topics that it listens to.</summary>
    string[] Topics { get; }

    /// <summary>A bit for each answer that is to be sent, 1 for answer 0. The feed takes a bit away when it has handed the answer over.</summary>
    int Due { get; set; }

    /// <summary>A bit for each answer that the broker keeps; with every new connection these are sent too.</summary>
    int Kept { get; }

    /// <summary>Where an answer is published.</summary>
    /// <param name="answer">0 to <see cref="Publisher.MostAnswers"/> - 1.</param>
    /// <returns>The last part of its topic.</returns>
    string AnswerTopic(int answer);

    /// <summary>Writes an answer as it is now.</summary>
    /// <param name="answer">As of <see cref="AnswerTopic"/>.</param>
    /// <param name="json">At the beginning of a text.</param>
    void WriteAnswer(int answer, JsonWriter json);

    /// <summary>Takes a message.</summary>
    /// <param name="message">Of any topic.</param>
    void Take(InboundMessage message);
}
