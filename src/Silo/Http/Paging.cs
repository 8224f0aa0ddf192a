using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;

namespace MusicGen.Silo.Http;

/// <summary>Lists by cursor.</summary>
internal static class Paging
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>The page's size: 1 to 200, 50 when not given; a larger wish gets 200.</summary>
    public static int SizeOf(int? limit) => Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);

    /// <summary>The index that a numeric cursor names; <paramref name="first"/> without one. A cursor of nobody's making is the first page.</summary>
    public static int IndexOf(string? cursor, int first) => int.TryParse(cursor, out var index) && index >= first ? index : first;

    /// <summary>Reads the things of a page of ids; one that vanished meanwhile is left out.</summary>
    public static async Task<Ok<Page<T>>> ReadAsync<T>(Task<Page<string>> ids, Func<string, Task<Answer<T>>> read)
        where T : class
    {
        var page = await ids;
        var answers = await Task.WhenAll(page.Items.Select(read));
        return TypedResults.Ok(new Page<T>([.. answers.Where(answer => answer.Succeeded).Select(answer => answer.Value!)], page.Next));
    }
}
