using System.Security.Cryptography;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Sessions;

/// <summary>Tells whether two requests ask for the same, as somebody sent them: before defaults, a drawn seed and a primer's words are filled in.</summary>
internal static class RequestHash
{
    private const int Letters = 32;

    /// <summary>The order of members and white space do not matter; a member that is null is like one that is not there.</summary>
    public static string Of(CreateTune request) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Options)))[..Letters];
}
