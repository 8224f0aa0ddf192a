using System.Text.Json;

namespace MusicGen.Bench.Serve.Clients;

/// <summary>What an event says of a tune, as far as the bench looks at it.</summary>
/// <param name="Words">How many it brings.</param>
/// <param name="HasSucceeded">Whether the tune has ended, and well.</param>
internal readonly record struct TuneNews(int Words, bool HasSucceeded)
{
    private static ReadOnlySpan<byte> WordsMember => "words"u8;

    private static ReadOnlySpan<byte> PhaseMember => "phase"u8;

    private static ReadOnlySpan<byte> Succeeded => "succeeded"u8;

    /// <param name="json">An event's data.</param>
    public static TuneNews Of(ReadOnlySpan<byte> json)
    {
        var (words, hasSucceeded) = (0, false);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var (isWords, isPhase) = (reader.ValueTextEquals(WordsMember), reader.ValueTextEquals(PhaseMember));
            reader.Read();
            if (isPhase) hasSucceeded = reader.ValueTextEquals(Succeeded);
            while (isWords && reader.Read() && reader.TokenType != JsonTokenType.EndArray) words++;
        }
        return new TuneNews(words, hasSucceeded);
    }
}
