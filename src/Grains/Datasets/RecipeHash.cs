using System.Security.Cryptography;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Grains.Datasets;

/// <summary>The name of a dataset.</summary>
public static class RecipeHash
{
    /// <summary>Raised whenever the same recipe would give other tokens: the tokenizer, the split or the files' form changed.</summary>
    private const int Format = 3;

    /// <summary>SHA-256 of the recipe, lower-case hexadecimal: equal recipes, equal datasets.</summary>
    public static string Of(DatasetRecipe recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { Format, Recipe = recipe }, ContractJson.Options)));
}
