using System.Text.Json;
using System.Text.Json.Serialization;
using MusicGen.Contracts;

namespace MusicGen.Silo.Http;

/// <summary>How the service reads requests: as contracts, and nothing beside their members.</summary>
/// <remarks>
/// A misspelt member would otherwise be dropped, and what it asked for with it. What the service itself has written, its state and its workers' events, is read
/// by <see cref="ContractJson.Options"/>, which lets members pass that another version knows.
/// </remarks>
internal static class RequestJson
{
    private const int ShownLetters = 40;

    /// <summary>The serializer's own words around the name of a member that a contract does not have.</summary>
    private const string BeforeMember = "The JSON property '";
    private const string BehindMember = "' could not be mapped to any .NET member";

    public static void Configure(JsonSerializerOptions options) => ContractJson.Configure(options).UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

    /// <summary>The name of the unknown member that a request was refused for, short enough for a message; null: it was refused for something else.</summary>
    public static string? UnknownMember(JsonException refusal)
    {
        if (!refusal.Message.StartsWith(BeforeMember, StringComparison.Ordinal)) return null;
        var end = refusal.Message.LastIndexOf(BehindMember, StringComparison.Ordinal);
        if (end < 0) return null;
        var member = refusal.Message[BeforeMember.Length..end];
        return member.Length > ShownLetters ? member[..ShownLetters] + "…" : member;
    }
}
