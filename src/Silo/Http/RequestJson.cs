using System.Text.Json;
using System.Text.Json.Serialization;
using MusicGen.Contracts;

namespace MusicGen.Silo.Http;

/// <summary>How the service reads requests: as contracts, and nothing beside their members, each once.</summary>
/// <remarks>
/// A misspelt member would otherwise be dropped, and what it asked for with it; of a member that is there twice, a proxy that looked at the first would have let the last one pass. What the service itself has written, its state and its workers' events, is read
/// by <see cref="ContractJson.Options"/>, which lets members pass that another version knows.
/// </remarks>
internal static class RequestJson
{
    private const int ShownLetters = 40;

    /// <summary>The serializer's own words around the name of a member that a contract does not have.</summary>
    private const string BeforeMember = "The JSON property '";
    private const string BehindMember = "' could not be mapped to any .NET member";

    /// <summary>The same around the name of a member that a request has twice.</summary>
    private const string BeforeRepeated = "Duplicate property '";
    private const string BehindRepeated = "' encountered";

    public static void Configure(JsonSerializerOptions options)
    {
        ContractJson.Configure(options).UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
    }

    /// <summary>The name of the unknown member that a request was refused for, short enough for a message; null: it was refused for something else.</summary>
    public static string? UnknownMember(JsonException refusal) => Between(refusal.Message, BeforeMember, BehindMember);

    /// <summary>The name of the member that a request was refused for because it has it twice, likewise.</summary>
    public static string? RepeatedMember(JsonException refusal) => Between(refusal.Message, BeforeRepeated, BehindRepeated);

    private static string? Between(string message, string before, string behind)
    {
        if (!message.StartsWith(before, StringComparison.Ordinal)) return null;
        var end = message.LastIndexOf(behind, StringComparison.Ordinal);
        if (end < before.Length) return null;
        var member = message[before.Length..end];
        return member.Length > ShownLetters ? member[..ShownLetters] + "…" : member;
    }
}
